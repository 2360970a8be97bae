package import CourseModel
package import GRDB
import Glibc
import Logging

/// The school's record of what its trainees played: appended to, never edited, and the only copy until the origin has
/// acknowledged it. The file `journal.sqlite`.
///
/// Whatever a function here returns from is durable: the database is in WAL mode with `synchronous=FULL`, and commits
/// are shared (`GroupCommit`).
package struct JournalDatabase: Sendable {
    package let pool: any DatabaseWriter
    let commits: GroupCommit
    /// Number of the incarnation that is written to.
    let incarnation: Int64
    /// What viewing sessions were handed; nil where nobody here serves media.
    let served: ServedMedia?

    /// Opens the journal of a data folder, brings its schema up to date, and makes sure that it is the disk it was.
    ///
    /// - Parameters:
    ///   - data: the data folder; `journal.sqlite` and `incarnation` are in it.
    ///   - grant: the epoch that the origin granted this edge.
    ///   - served: what viewing sessions were handed; nil where nobody here serves media.
    package init(data: String, grant: EpochGrant, served: ServedMedia? = nil) throws {
        var configuration = Configuration()
        configuration.label = "journal"
        self.pool = try DatabasePool(path: Self.path(in: data), configuration: configuration)
        // Opening in WAL mode lowers it to NORMAL, which may lose commits to a power cut: "kept" would be a lie.
        try self.pool.barrierWriteWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try JournalSchema.migrator.migrate(self.pool)
        self.commits = GroupCommit(self.pool)
        self.incarnation = try Incarnation(pool: self.pool, file: IncarnationFile(data: data)).resume(grant: grant)
        self.served = served
    }

    /// Opens the journal; one that is no database any more is put aside, and a new one begun, whose rows wait until the
    /// school is enrolled anew: trainees go on watching meanwhile, and nothing of what was there is thrown away.
    static func open(
        data: String,
        grant: EpochGrant,
        served: ServedMedia?,
        incidents: IncidentLog,
        logger: Logger
    ) throws -> JournalDatabase {
        do {
            return try JournalDatabase(data: data, grant: grant, served: served)
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            for name in [Self.path(in: data), "\(Self.path(in: data))-wal"] where access(name, F_OK) == 0 {
                try DamagedFile(path: name, incidents: incidents, logger: logger).putAside(because: error)
            }
            unlink("\(Self.path(in: data))-shm")
            return try JournalDatabase(data: data, grant: grant, served: served)
        }
    }

    /// Opens the journal only to read it, beside the program that writes it, or while none does.
    ///
    /// - Throws: `JournalError.noJournal` where the data folder has none.
    package init(reading data: String) throws {
        var configuration = Configuration()
        configuration.label = "journal, read only"
        configuration.readonly = true
        do {
            self.pool = try DatabaseQueue(path: Self.path(in: data), configuration: configuration)
            let number = try self.pool.read { try Int64.fetchOne($0, sql: "SELECT MAX(number) FROM incarnation") }
            guard let number else { throw JournalError.noJournal(data) }
            self.incarnation = number
        } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_ERROR].contains(error.resultCode) {
            throw JournalError.noJournal(data)
        }
        self.commits = GroupCommit(self.pool)
        self.served = nil
    }

    private static func path(in data: String) -> String { "\(data)/journal.sqlite" }

    /// What SQLite makes of `PRAGMA synchronous` on the connection that writes; 2 is FULL.
    package var synchronousLevel: Int {
        get throws {
            try self.pool.barrierWriteWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
        }
    }

    /// Closes the file; nothing may be called afterwards.
    package func close() throws {
        try self.pool.close()
    }
}

/// The right to write one incarnation of a school's journal: an origin grants each once.
package struct EpochGrant: Hashable, Sendable {
    package let edge: Edge.ID
    package let epoch: Int64

    package init(edge: Edge.ID, epoch: Int64) {
        self.edge = edge
        self.epoch = epoch
    }
}
