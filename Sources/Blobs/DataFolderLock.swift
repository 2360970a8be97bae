import Glibc
import Synchronization

/// The right of one running program to write a data folder: `flock` on its file `running`, which ends with the process,
/// however it ends. Two programs would number the same journal, and answer the same commands.
package final class DataFolderLock: Sendable {
    /// What a start writes, at most.
    private static let roomBytes: off_t = 1 << 20

    /// Its process identifier is in the file, for the message to whoever starts a second one.
    private let descriptor: Mutex<Int32?>

    /// - Throws: `DataFolderInUse` where another program runs on the folder; `FileError` where it cannot be written or has
    ///   no room.
    package init(data: String) throws {
        let path = "\(data)/running"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("write in the data folder", path) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code != EINTR else { continue }
            close(descriptor)
            guard code == EWOULDBLOCK else { throw FileError("lock", path, code: code) }
            throw DataFolderInUse(data: data, process: Self.process(in: path))
        }
        do {
            try Self.makeSureOfRoom(descriptor, path: path)
        } catch {
            close(descriptor)
            throw error
        }
        let text = Array("\(getpid())\n".utf8)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        self.descriptor = Mutex(descriptor)
    }

    /// A database without room to open says only that the disk failed.
    private static func makeSureOfRoom(_ descriptor: Int32, path: String) throws(FileError) {
        let code = posix_fallocate(descriptor, 0, Self.roomBytes)
        ftruncate(descriptor, 0)
        guard code != ENOSPC, code != EDQUOT else { throw FileError("make room for", path, code: code) }
    }

    deinit { self.release() }

    /// Lets the next program start; the second call does nothing.
    package func release() {
        self.descriptor.withLock { descriptor in
            if let held = descriptor { close(held) }
            descriptor = nil
        }
    }

    private static func process(in path: String) -> Int? {
        guard let bytes = (try? DurableFile.read(path, sizeMax: 64)) ?? nil else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" })
    }
}

/// Another program runs on this data folder.
package struct DataFolderInUse: Error, Hashable, Sendable, CustomStringConvertible {
    package let data: String
    package let process: Int?

    package init(data: String, process: Int?) {
        self.data = data
        self.process = process
    }

    package var description: String {
        let who = self.process.map { "process \($0)" } ?? "another process"
        return "\(who) runs on \(self.data) already: stop it first, or name another folder with --data"
    }
}
