import Blobs
import Foundation
import Glibc
import Prefetching

/// The folder with a school's journal, as its files stand: copied, put back, and left as a power cut leaves it.
///
/// Sectors of a write that was not synced may be there or not, in any mixture; only the log that SQLite appends to is
/// torn, and only where the database file itself was not written meanwhile, because between the two SQLite syncs.
struct JournalDisk {
    /// The journal's two files.
    struct Image: Hashable {
        let database: Data
        let log: Data
    }

    private static let sectorSize = 512

    let folder: String

    init(folder: String) throws {
        self.folder = folder
        try DurableFile.makeFolder(folder)
    }

    private var database: URL { URL(filePath: "\(self.folder)/journal.sqlite") }
    private var log: URL { URL(filePath: "\(self.folder)/journal.sqlite-wal") }
    private var incarnation: URL { URL(filePath: "\(self.folder)/incarnation") }

    func image() throws -> Image {
        Image(database: try Self.bytes(of: self.database), log: try Self.bytes(of: self.log))
    }

    /// Puts the files back as they were; nobody has them open.
    func put(_ image: Image) throws {
        unlink("\(self.folder)/journal.sqlite-shm")
        try image.database.write(to: self.database)
        try image.log.write(to: self.log)
    }

    /// The whole folder under another name.
    func copy(to folder: String) throws {
        try FileManager.default.copyItem(atPath: self.folder, toPath: folder)
        unlink("\(folder)/journal.sqlite-shm")
    }

    var token: Data { get throws { try Self.bytes(of: self.incarnation) } }

    /// Writes the token into the file that is there: the disk's image is restored, and no file is a new one.
    func putToken(_ token: Data) throws {
        let handle = try FileHandle(forWritingTo: self.incarnation)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: token)
        try handle.close()
    }

    /// What a power cut leaves while a commit that nobody was told of is being written.
    static func torn(from before: Image, to after: Image, _ random: inout SplitMix64) -> Image {
        guard before.database == after.database else { return after }
        var log = after.log
        for start in stride(from: 0, to: log.count, by: Self.sectorSize) {
            let sector = start..<min(start + Self.sectorSize, log.count)
            let old = start < before.log.count ? before.log[start..<min(sector.upperBound, before.log.count)] : Data()
            guard old != log[sector], Bool.random(using: &random) else { continue }
            log.replaceSubrange(sector, with: old + Data(count: sector.count - old.count))
        }
        return Image(database: after.database, log: log)
    }

    private static func bytes(of url: URL) throws -> Data {
        FileManager.default.fileExists(atPath: url.path) ? try Data(contentsOf: url) : Data()
    }
}
