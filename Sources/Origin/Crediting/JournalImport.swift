package import CourseModel

/// Takes in a journal that was exported into a file: what a school reports that has no line.
///
/// Its reports go the way of those that come over the line, so a file may be taken in twice, or overlap with what the
/// line has brought.
package struct JournalImport: Sendable {
    /// `journal import --json`, for one file.
    package struct Result: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let school: School.ID
        package let epoch: Int64
        package let firstSequence: Int64
        package let lastSequence: Int64
        /// Rows that the origin did not have before.
        package let newRows: Int64
    }

    private let intake: ReportIntake
    private let through: @Sendable (Edge.ID) async throws -> Int64
    private let edge: @Sendable (Edge.ID) throws -> EdgeRecord?
    private let originKey: VerifyingKey

    /// - Parameters:
    ///   - through: the last row that the origin has of an edge's journal in its epoch; 0 where it has none.
    ///   - edge: nil for one that is not enrolled.
    package init(
        intake: ReportIntake,
        through: @escaping @Sendable (Edge.ID) async throws -> Int64,
        edge: @escaping @Sendable (Edge.ID) throws -> EdgeRecord?,
        originKey: VerifyingKey
    ) {
        self.intake = intake
        self.through = through
        self.edge = edge
        self.originKey = originKey
    }

    /// - Parameter bytes: the whole file.
    /// - Throws: `JournalFileError`, `JournalImportError`, `ReportRefusal`; what came before the fault is taken.
    package func take(_ bytes: [UInt8]) async throws -> Result {
        var reader = JournalFileReader(bytes)
        let enrolment = try reader.enrolment(originKey: self.originKey)
        guard let edge = try self.edge(enrolment.edge) else { throw JournalImportError.unknownEdge(enrolment.edge) }
        var headers: [Report.Header] = []
        let before = try await self.through(edge.edge)
        var through = before
        while let report = try reader.report(key: edge.key) {
            let header = report.payload.header
            let receipt = try await self.intake.take(report.bytes, from: edge).payload
            switch receipt.outcome {
            case .append, .replay: through = max(through, receipt.through)
            case .gap: throw JournalImportError.gap(first: header.first, through: receipt.through)
            case .fork: throw JournalImportError.fork(edge.edge)
            }
            headers.append(header)
        }
        guard let first = headers.first, let last = headers.last else { throw JournalFileError.noReports }
        return Result(
            edge: edge.edge,
            school: edge.school,
            epoch: last.epoch,
            firstSequence: first.first,
            lastSequence: last.last,
            newRows: through - before
        )
    }
}

/// Why a rightly signed journal is not taken in.
package enum JournalImportError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownEdge(Edge.ID)
    /// The origin has the rows up to `through`, and the file begins after the next one.
    case gap(first: Int64, through: Int64)
    case fork(Edge.ID)

    package var description: String {
        switch self {
        case .unknownEdge(let edge): "no edge \(edge) is enrolled here"
        case .gap(let first, let through):
            """
            the file goes on with row \(first), and the province has rows up to \(through): have the school export again, \
            with --all
            """
        case .fork(let edge):
            "the province has other rows of edge \(edge) with the same numbers: its disk was copied or restored"
        }
    }
}
