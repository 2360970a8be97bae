import Blobs
import Glibc

/// The file `incarnation` of a data folder: a random token that stands in the journal too and is new at every start.
///
/// A journal that comes back from a backup, or a folder that was copied, does not fit its token, or the file that holds
/// the token is another one (another inode).
struct IncarnationFile: Sendable {
    struct Content: Hashable {
        let token: String
        let inode: Int64
    }

    private let path: String

    init(data: String) {
        self.path = "\(data)/incarnation"
    }

    static func newToken() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    func read() throws -> Content? {
        guard let bytes = try DurableFile.read(self.path, sizeMax: 1_024) else { return nil }
        var status = stat()
        guard stat(self.path, &status) == 0 else { throw FileError("read", self.path) }
        let token = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }
        return Content(token: String(token), inode: Int64(truncatingIfNeeded: status.st_ino))
    }

    /// Durable when it returns.
    func write(_ token: String) throws {
        try DurableFile.write(Array("\(token)\n".utf8), to: self.path)
    }
}
