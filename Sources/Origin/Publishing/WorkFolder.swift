import Blobs
import Foundation

/// A folder in which a lesson is packaged, and which is gone afterwards with all that is left in it.
///
/// Its file `lock` is locked while it is used. One that nobody uses is what a killed process left; it is removed by the
/// next that works in the same place, on whatever computer that is.
enum WorkFolder {
    private static let lockName = "lock"
    /// A name is taken only if somebody clears it away in the moment between making and locking it.
    private static let attemptsMax = 100

    /// - Parameters:
    ///   - parent: where it is made; a folder that exists.
    ///   - prefix: what its name begins with. Only folders of the same prefix are looked at.
    static func use<Result>(
        in parent: String,
        prefix: String,
        _ work: (_ path: String) throws -> Result
    ) throws -> Result {
        Self.removeAbandoned(in: parent, prefix: prefix)
        for _ in 1...Self.attemptsMax {
            let path = "\(parent)/\(prefix)\(String(UInt32.random(in: .min ... .max), radix: 16))"
            try DurableFile.makeFolder(path)
            let lock: FileLock
            do throws(FileError) {
                lock = try FileLock(path: "\(path)/\(Self.lockName)")
            } catch {
                rmdir(path)
                guard error.code == ENOENT else { throw error }
                continue
            }
            guard lock.isCurrent else { continue }
            defer { try? FileManager.default.removeItem(atPath: path) }
            let result = try work(path)
            _ = consume lock
            return result
        }
        throw FileError("make folder", "\(parent)/\(prefix)…", code: EBUSY)
    }

    private static func removeAbandoned(in parent: String, prefix: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
            guard name.hasPrefix(prefix), UInt32(name.dropFirst(prefix.count), radix: 16) != nil,
                let lock = try? FileLock(ifFree: "\(parent)/\(name)/\(Self.lockName)")
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
            _ = consume lock
        }
    }
}
