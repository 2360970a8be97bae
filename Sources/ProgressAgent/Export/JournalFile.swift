import Blobs
package import CourseModel

/// What a file made by `JournalExport` says, after everything in it was verified: signatures, numbers and chain.
package struct JournalFile: Hashable, Sendable {
    /// Years of a large school; a larger file is not one of ours.
    private static let sizeMax = 512 << 20

    package let enrolment: Enrolment
    package let epoch: Int64
    package let rows: [JournalRow]
    package let reports: Int
    /// Chain digest after the last row.
    package let lastDigest: Digest
    /// Whether the file begins with the journal's first row; if not, it joins on what the origin has.
    package let isFromFirst: Bool

    /// - Parameter originKey: the key to trust; nil to trust the one that the file brings, and to say which it is.
    /// - Throws: `JournalFileError`, saying where the file is at fault; `FileError`.
    package init(reading path: String, originKey: VerifyingKey? = nil) throws {
        guard let bytes = try DurableFile.read(path, sizeMax: Self.sizeMax) else { throw JournalFileError.noFile(path) }
        try self.init(bytes: bytes, originKey: originKey)
    }

    package init(bytes: [UInt8], originKey: VerifyingKey? = nil) throws {
        var documents = DocumentReader(bytes)
        let enrolment = try documents.enrolment(originKey: originKey)
        var rows: [JournalRow] = []
        var last: Report.Header?
        var reports = 0
        while let report = try documents.report(key: enrolment.edgeKey) {
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

/// Takes signed documents off the front of a file, one after the other.
private struct DocumentReader {
    private var left: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.left = bytes[...]
    }

    mutating func enrolment(originKey: VerifyingKey?) throws -> Enrolment {
        let bytes = try self.take(lines: 2)
        do {
            let key = try originKey ?? SignedDocument<Enrolment>.unverifiedPayload(in: bytes).originKey
            return try SignedDocument<Enrolment>(verifying: bytes, with: key).payload
        } catch {
            throw JournalFileError.badEnrolment("\(error)")
        }
    }

    /// - Returns: nil at the end of the file.
    mutating func report(key: VerifyingKey) throws -> Report? {
        guard !self.left.isEmpty else { return nil }
        let line = self.left.prefix { $0 != UInt8(ascii: "\n") }
        guard let header = try? CanonicalJSON.decode(Report.Header.self, from: line), header.first >= 1,
            (header.first..<header.first + Int64(Report.rowsMax)).contains(header.last)
        else { throw JournalFileError.cutOff }
        let bytes = try self.take(lines: Int(header.last - header.first) + 3)
        do {
            return try SignedDocument<Report>(verifying: bytes, with: key).payload
        } catch {
            throw JournalFileError.badReport(first: header.first, "\(error)")
        }
    }

    private mutating func take(lines: Int) throws -> ArraySlice<UInt8> {
        var end = self.left.startIndex
        for _ in 0..<lines {
            guard let newline = self.left[end...].firstIndex(of: UInt8(ascii: "\n")) else {
                throw JournalFileError.cutOff
            }
            end = newline + 1
        }
        defer { self.left = self.left[end...] }
        return self.left[..<end]
    }
}

/// What is wrong with an exported journal.
package enum JournalFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case noFile(String)
    case cutOff
    case badEnrolment(String)
    case badReport(first: Int64, String)
    case noReports

    package var description: String {
        switch self {
        case .noFile(let path): "there is no file \(path)"
        case .cutOff: "the file is cut off, or no exported journal"
        case .badEnrolment(let reason): "the enrolment at its beginning is not good: \(reason)"
        case .badReport(let first, let reason): "the report that begins with row \(first) is not good: \(reason)"
        case .noReports: "the file holds no rows"
        }
    }
}
