/// A numbered, chained, signed batch of journal rows.
///
/// The payload is the header as one line of canonical JSON, and then the rows, a line each, byte for byte as they stand
/// in the journal: their chain is over those bytes.
package struct Report: DocumentPayload {
    package static let documentType = "report"
    package static let sizeMax = 4 << 20
    /// Keeps one report under a few seconds of a 2 Mbit/s line.
    package static let rowsMax = 2_000

    package struct Header: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let epoch: Int64
        /// Sequence of the first row.
        package let first: Int64
        /// Sequence of the last row.
        package let last: Int64
        /// Chain digest before the first row.
        package let previousDigest: Digest
        /// Chain digest after the last row.
        package let lastDigest: Digest
        /// When the agent sent it: makes each sending another document. Nil in a file, and where somebody carries it.
        package let sentAtMs: AgentTime?

        package init(
            edge: Edge.ID,
            epoch: Int64,
            first: Int64,
            last: Int64,
            previousDigest: Digest,
            lastDigest: Digest,
            sentAtMs: AgentTime? = nil
        ) {
            self.edge = edge
            self.epoch = epoch
            self.first = first
            self.last = last
            self.previousDigest = previousDigest
            self.lastDigest = lastDigest
            self.sentAtMs = sentAtMs
        }
    }

    package let header: Header
    /// The rows as they stand in the journal; none contains a newline.
    package let rows: [String]

    /// Makes a report of consecutive journal rows.
    ///
    /// - Precondition: at least one row.
    package init(
        edge: Edge.ID,
        epoch: Int64,
        first: Int64,
        previousDigest: Digest,
        rows: [String],
        sentAtMs: AgentTime? = nil
    ) {
        precondition(!rows.isEmpty, "a report has rows")
        self.header = Header(
            edge: edge,
            epoch: epoch,
            first: first,
            last: first + Int64(rows.count) - 1,
            previousDigest: previousDigest,
            lastDigest: rows.reduce(previousDigest) { ChainDigest.next(after: $0, row: Array($1.utf8)) },
            sentAtMs: sentAtMs
        )
        self.rows = rows
    }

    /// Reads the rows.
    ///
    /// - Throws: `ReportError` where the header does not fit the rows: their number, sequence or chain.
    package func journalRows() throws(ReportError) -> [JournalRow] {
        guard self.rows.count <= Self.rowsMax else { throw .tooManyRows(self.rows.count) }
        guard !self.rows.isEmpty, self.header.first >= 1, self.header.first <= Int64.max - Int64(Self.rowsMax),
            self.header.last == self.header.first + Int64(self.rows.count) - 1
        else { throw .wrongNumbering }
        var digest = self.header.previousDigest
        var read: [JournalRow] = []
        for (index, text) in self.rows.enumerated() {
            digest = ChainDigest.next(after: digest, row: Array(text.utf8))
            let sequence = self.header.first + Int64(index)
            guard let row = try? CanonicalJSON.decode(JournalRow.self, from: Array(text.utf8)) else {
                throw .unreadableRow(sequence)
            }
            guard row.sequence == sequence else { throw .wrongNumbering }
            read.append(row)
        }
        guard digest == self.header.lastDigest else { throw .brokenChain }
        return read
    }

    package func encodedPayload() throws -> [UInt8] {
        var bytes = try CanonicalJSON.encode(self.header)
        for row in self.rows {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: row.utf8)
        }
        return bytes
    }

    package static func decodePayload(_ bytes: [UInt8]) throws -> Report {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let header = try CanonicalJSON.decode(Header.self, from: lines.first ?? [])
        return Report(header: header, rows: lines.dropFirst().map { String(decoding: $0, as: UTF8.self) })
    }

    private init(header: Header, rows: [String]) {
        self.header = header
        self.rows = rows
    }
}

/// Why a rightly signed report is not taken.
package enum ReportError: Error, Hashable, Sendable {
    case tooManyRows(Int)
    case wrongNumbering
    case unreadableRow(Int64)
    case brokenChain
}
