import CourseModel
import Testing

/// A journal of an edge in which lessons were watched, made up for tests.
struct JournalOfViewing {
    private(set) var texts: [String] = []
    private var digests = [ChainDigest.beforeFirst]

    mutating func append(_ event: JournalEvent) throws {
        let bytes = try CanonicalJSON.encode(JournalRow(sequence: Int64(self.texts.count) + 1, event: event))
        self.texts.append(String(decoding: bytes, as: UTF8.self))
        self.digests.append(ChainDigest.next(after: self.digests[self.digests.count - 1], row: bytes))
    }

    /// A viewing session in which the first ten minutes of a lesson were watched, a row a minute.
    mutating func watch(_ lesson: String, by trainee: String = "u1", from startMs: Int64) throws {
        let play = try #require(ViewingSession.ID("\(trainee)-\(lesson)-\(startMs)"))
        let viewing = ViewingOpened(
            play: play,
            trainee: try #require(Person.ID(trainee)),
            lesson: try #require(Lesson.ID(lesson)),
            manifest: Digest(of: []),
            startMs: AgentTime(milliseconds: startMs)
        )
        try self.append(.viewing(viewing))
        for minute in 0..<Int64(10) {
            let media = MediaTime(milliseconds: minute * 60_000)..<MediaTime(milliseconds: (minute + 1) * 60_000)
            let begin = startMs + minute * 60_000
            let wall = AgentTime(milliseconds: begin)..<AgentTime(milliseconds: begin + 60_000)
            try self.append(.played(PlayedInterval(play: play, n: minute, mediaMs: media, wallMs: wall)))
        }
    }

    /// All rows from the first one on, or from another one.
    func report(
        from first: Int = 1,
        edge: String = "e1",
        epoch: Int64 = 1,
        key: SigningKey = CreditedSchool.edgeKey
    ) throws -> SignedDocument<Report> {
        let report = Report(
            edge: try #require(Edge.ID(edge)),
            epoch: epoch,
            first: Int64(first),
            previousDigest: self.digests[first - 1],
            rows: Array(self.texts[(first - 1)...])
        )
        return try SignedDocument(signing: report, with: key)
    }
}
