import Blobs
import GRDB
import Glibc
package import Logging

extension CacheIndexDatabase {
    /// Opens the index; one that is damaged is put aside and begun anew, since the blobs say again what it said.
    ///
    /// - Throws: where it cannot be opened for another reason, such as a full disk.
    package static func open(path: String, logger: Logger) throws -> CacheIndexDatabase {
        do {
            return try CacheIndexDatabase(path: path)
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            let aside = "\(path).damaged"
            logger.error(
                "the index is damaged: put aside, and what is on the disk is read again",
                metadata: ["path": "\(aside)", "error": "\(error)"]
            )
            guard rename(path, aside) == 0 else { throw FileError("put aside", path) }
            unlink("\(path)-wal")
            unlink("\(path)-shm")
            return try CacheIndexDatabase(path: path)
        }
    }
}
