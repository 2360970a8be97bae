import Blobs
import CourseModel

/// A school's journal as one file: for a stick when the line is hopeless, and for whoever doubts a figure.
///
/// The file is the school's signed enrolment, followed by signed reports, byte for byte as they would be sent. Each
/// document is its payload's lines and its signature line; a report's header says how many rows follow it.
package struct JournalExport: Sendable {
    private static let batchBytesMax = 1 << 20

    private let journal: JournalDatabase
    private let identity: EdgeIdentity
    private let enrolment: [UInt8]

    /// - Parameter data: the data folder; the agent may be running on it.
    /// - Throws: `IdentityError`, `JournalError`.
    package init(data: String) throws {
        let folder = IdentityFolder(data: data)
        self.identity = try folder.load()
        self.enrolment = try folder.enrolmentBytes()
        self.journal = try JournalDatabase(reading: data)
    }

    /// Writes the file; durable when it returns.
    ///
    /// - Parameter all: whether rows that the origin has acknowledged are written too.
    /// - Returns: the rows written, from and to; nil where there are none.
    package func write(to path: String, all: Bool) async throws -> ClosedRange<Int64>? {
        let state = try await self.journal.state()
        guard let grant = state.grant else { throw JournalExportError.noEpoch }
        let first = all ? 1 : state.reportedThrough + 1
        var bytes = self.enrolment
        var next = first
        while next <= state.lastSequence {
            let rows = try await self.journal.rows(
                after: next - 1,
                rowsMax: Report.rowsMax,
                bytesMax: Self.batchBytesMax
            )
            guard !rows.isEmpty, let previous = try await self.journal.chainDigest(after: next - 1) else { break }
            let report = Report(edge: grant.edge, epoch: grant.epoch, first: next, previousDigest: previous, rows: rows)
            bytes += try SignedDocument(signing: report, with: self.identity.key).bytes
            next += Int64(rows.count)
        }
        guard next > first else { return nil }
        try DurableFile.write(bytes, to: path)
        return first...(next - 1)
    }
}

/// Why there is nothing to write.
package enum JournalExportError: Error, Hashable, Sendable, CustomStringConvertible {
    case noEpoch

    package var description: String {
        "this disk was restored or copied, and the origin has granted it no epoch yet: enrol it anew first"
    }
}
