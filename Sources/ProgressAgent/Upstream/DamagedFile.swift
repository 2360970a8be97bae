import Blobs
import Glibc
import Logging

/// A file of the data folder that cannot be used any more: kept under another name, so that the school goes on without
/// it and whoever can repair it has it.
struct DamagedFile {
    let path: String
    let incidents: IncidentLog
    let logger: Logger

    /// Renames it to the first free name of `….damaged`, `….damaged-2` and so on; durable when it returns.
    func putAside(because error: any Error) throws {
        var aside = "\(self.path).damaged"
        var number = 2
        while access(aside, F_OK) == 0 {
            aside = "\(self.path).damaged-\(number)"
            number += 1
        }
        guard rename(self.path, aside) == 0 else { throw FileError("put aside", self.path) }
        try DurableFile.syncFolder(of: self.path)
        self.logger.error(
            "a damaged file is put aside, and begun anew",
            metadata: ["file": "\(self.path)", "kept": "\(aside)", "reason": "\(error)"]
        )
        let name = self.path.split(separator: "/").last ?? ""
        self.incidents.record(.fileDamaged, about: String(name), "\(error)")
    }
}
