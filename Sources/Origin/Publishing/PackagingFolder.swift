import Blobs
import Glibc

/// A folder in which a lesson is packaged, and which is gone afterwards with all that is left in it.
enum PackagingFolder {
    /// - Parameter parent: made if it is not there.
    static func use<Result>(in parent: String, _ work: (_ path: String) throws -> Result) throws -> Result {
        let path = "\(parent)/\(getpid())-\(UInt32.random(in: .min ... .max))"
        try DurableFile.makeFolder(path)
        defer { Self.remove(path) }
        return try work(path)
    }

    private static func remove(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }
}
