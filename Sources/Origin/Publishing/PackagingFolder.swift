import Blobs
import Glibc

/// A folder in which a lesson is packaged, and which is gone afterwards with all that is left in it.
enum PackagingFolder {
    /// - Parameter parent: made if it is not there.
    static func use<Result>(in parent: String, _ work: (_ path: String) throws -> Result) throws -> Result {
        try DurableFile.makeFolder(parent)
        Self.removeAbandoned(in: parent)
        let path = "\(parent)/\(getpid())-\(UInt32.random(in: .min ... .max))"
        try DurableFile.makeFolder(path)
        defer { Self.remove(path) }
        return try work(path)
    }

    /// What a process left that was killed: a folder's name begins with its process.
    private static func removeAbandoned(in parent: String) {
        for name in Self.names(in: parent) {
            let parts = name.split(separator: "-")
            guard parts.count == 2, UInt32(parts[1]) != nil, let process = pid_t(parts[0]), process > 0,
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            Self.remove("\(parent)/\(name)")
        }
    }

    private static func remove(_ path: String) {
        for name in Self.names(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
