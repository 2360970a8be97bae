import CourseModel
import GRDB

/// The ledger in one SQLite file, `ledger.sqlite`: for a province on one machine.
///
/// WAL mode with `synchronous=FULL`: a receipt is signed only for what a power cut leaves. Several processes may have
/// the file open.
package final class SQLiteLedger: LedgerStore {
    let pool: DatabasePool

    /// Opens the ledger and brings its schema up to date.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "ledger"
        // A command may verify the ledger while the server writes.
        configuration.busyMode = .timeout(20)
        self.pool = try DatabasePool(path: path, configuration: configuration)
        // Opening in WAL mode lowers it to NORMAL, which may lose commits to a power cut after their receipt was sent.
        try self.pool.barrierWriteWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try LedgerSchema.migrator.migrate(self.pool)
    }

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

/// The file holds something that this version did not write.
package enum LedgerError: Error, Hashable, Sendable {
    case damaged(String)
    /// A report that says less than it must: the rows are not the report's.
    case mismatch
}

extension LedgerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let what): "the ledger is damaged: \(what); restore it from its backup"
        case .mismatch: "the rows do not belong to the report"
        }
    }
}

extension Row {
    func identifier<Subject>(_ column: String) throws -> Identifier<Subject> {
        let text: String = self[column]
        guard let identifier = Identifier<Subject>(text) else { throw LedgerError.damaged("\(column) '\(text)'") }
        return identifier
    }

    /// A digest that is stored as 64 digits.
    func digest(_ column: String) throws -> Digest {
        let text: String = self[column]
        guard let digest = Digest(hexadecimal: text) else { throw LedgerError.damaged("\(column) '\(text)'") }
        return digest
    }

    /// A digest that is stored as 32 bytes.
    func digestBytes(_ column: String) throws -> Digest {
        let bytes: [UInt8] = try self.withUnsafeData(named: column) { $0.map(Array.init) ?? [] }
        guard let digest = Digest(hexadecimal: Hexadecimal.text(of: bytes)) else {
            throw LedgerError.damaged("\(column)")
        }
        return digest
    }
}
