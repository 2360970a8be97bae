import CourseModel
import Testing

/// A school's journal made up for tests: rows are appended, and any stretch of them becomes a signed report.
struct SchoolJournal {
    static let key = SigningKey()

    let edge: Edge.ID
    let epoch: Int64
    private(set) var rows: [JournalRow] = []
    private(set) var texts: [String] = []
    /// Of the chain, after each row; before the first stands the chain's beginning.
    private(set) var digests = [ChainDigest.beforeFirst]

    init(edge: String = "e1", epoch: Int64 = 1) throws {
        self.edge = try #require(Edge.ID(edge))
        self.epoch = epoch
    }

    mutating func append(_ event: JournalEvent) throws {
        let row = JournalRow(sequence: Int64(self.rows.count) + 1, event: event)
        let bytes = try CanonicalJSON.encode(row)
        self.rows.append(row)
        self.texts.append(String(decoding: bytes, as: UTF8.self))
        self.digests.append(ChainDigest.next(after: self.digests[self.digests.count - 1], row: bytes))
    }

    mutating func started(at agentMs: Int64) throws {
        let start = AgentStart(
            agentMs: AgentTime(milliseconds: agentMs),
            clockMs: UTCTime(milliseconds: agentMs),
            softwareVersion: "0.1.0"
        )
        try self.append(.started(start))
    }

    mutating func anchor(at agentMs: Int64, originMs: Int64) throws {
        let anchor = TimeAnchor(
            agentMs: AgentTime(milliseconds: agentMs),
            originMs: UTCTime(milliseconds: originMs)
        )
        try self.append(.anchor(anchor))
    }

    mutating func viewing(
        _ play: String,
        trainee: String = "u1",
        lesson: String = "l1",
        startMs: Int64 = 0
    ) throws {
        let viewing = ViewingOpened(
            play: try #require(ViewingSession.ID(play)),
            trainee: try #require(Person.ID(trainee)),
            lesson: try #require(Lesson.ID(lesson)),
            manifest: Digest(of: []),
            startMs: AgentTime(milliseconds: startMs)
        )
        try self.append(.viewing(viewing))
    }

    mutating func played(_ play: String, n: Int64, media: Range<Int64>, wall: Range<Int64>) throws {
        let interval = PlayedInterval(
            play: try #require(ViewingSession.ID(play)),
            n: n,
            mediaMs: MediaTime(milliseconds: media.lowerBound)..<MediaTime(milliseconds: media.upperBound),
            wallMs: AgentTime(milliseconds: wall.lowerBound)..<AgentTime(milliseconds: wall.upperBound)
        )
        try self.append(.played(interval))
    }

    /// The rows with these sequences, signed.
    func report(_ sequences: ClosedRange<Int>) throws -> SignedDocument<Report> {
        let report = Report(
            edge: self.edge,
            epoch: self.epoch,
            first: Int64(sequences.lowerBound),
            previousDigest: self.digests[sequences.lowerBound - 1],
            rows: Array(self.texts[(sequences.lowerBound - 1)...(sequences.upperBound - 1)])
        )
        return try SignedDocument(signing: report, with: Self.key)
    }
}
