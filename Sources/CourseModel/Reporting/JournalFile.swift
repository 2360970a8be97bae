/// What a file made by `JournalExport` says, after everything in it was verified: signatures, numbers and chain.
package struct JournalFile: Hashable, Sendable {
    /// Years of a large school; a larger file is not one of ours.
    package static let sizeMax = 512 << 20

    package let enrolment: Enrolment
    package let epoch: Int64
    package let rows: [JournalRow]
    package let reports: Int
    /// Chain digest after the last row.
    package let lastDigest: Digest
    /// Whether the file begins with the journal's first row; if not, it joins on what the origin has.
    package let isFromFirst: Bool

    /// - Parameter originKey: the key to trust; nil to trust the one that the file brings, and to say which it is.
    /// - Throws: `JournalFileError`, saying where the file is at fault.
    package init(bytes: [UInt8], originKey: VerifyingKey? = nil) throws {
        var documents = JournalFileReader(bytes)
        let enrolment = try documents.enrolment(originKey: originKey)
        var rows: [JournalRow] = []
        var last: Report.Header?
        var reports = 0
        while let report = try documents.report(key: enrolment.edgeKey)?.payload {
            try Self.check(report.header, after: last, of: enrolment)
            do {
                rows += try report.journalRows()
            } catch {
                throw JournalFileError.badReport(first: report.header.first, "\(error)")
            }
            last = report.header
            reports += 1
        }
        guard let last, let first = rows.first else { throw JournalFileError.noReports }
        self.enrolment = enrolment
        self.epoch = last.epoch
        self.rows = rows
        self.reports = reports
        self.lastDigest = last.lastDigest
        self.isFromFirst = first.sequence == 1
    }

    private static func check(_ header: Report.Header, after last: Report.Header?, of enrolment: Enrolment) throws {
        guard header.edge == enrolment.edge else {
            throw JournalFileError.badReport(first: header.first, "it is of another edge (\(header.edge))")
        }
        guard let last else {
            guard header.first > 1 || header.previousDigest == ChainDigest.beforeFirst else {
                throw JournalFileError.badReport(first: header.first, "its chain does not begin at the beginning")
            }
            return
        }
        guard header.epoch == last.epoch, header.first == last.last + 1, header.previousDigest == last.lastDigest else {
            throw JournalFileError.badReport(first: header.first, "it does not join on the report before it")
        }
    }
}
