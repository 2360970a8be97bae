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

    /// The agent starts.
    mutating func start(at agentMs: Int64) throws {
        let start = AgentStart(
            agentMs: AgentTime(milliseconds: agentMs),
            clockMs: .zero,
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

    /// A viewing session in which the first ten minutes of a lesson were watched, a row a minute.
    ///
    /// - Parameter proof: how each row is known; nil: not at all.
    mutating func watch(
        _ lesson: String,
        by trainee: String = "u1",
        from startMs: Int64,
        room: Room.ID? = nil,
        proof: EvidenceClass? = nil,
        isServed: Bool = true
    ) throws {
        let play = try #require(ViewingSession.ID("\(trainee)-\(lesson)-\(startMs)"))
        let viewing = ViewingOpened(
            play: play,
            trainee: try #require(Person.ID(trainee)),
            lesson: try #require(Lesson.ID(lesson)),
            manifest: Digest(of: []),
            startMs: AgentTime(milliseconds: startMs),
            room: room
        )
        try self.append(.viewing(viewing))
        for minute in 0..<Int64(10) {
            let media = MediaTime(milliseconds: minute * 60_000)..<MediaTime(milliseconds: (minute + 1) * 60_000)
            let begin = startMs + minute * 60_000
            let wall = AgentTime(milliseconds: begin)..<AgentTime(milliseconds: begin + 60_000)
            let played = PlayedInterval(
                play: play,
                n: minute,
                mediaMs: media,
                wallMs: wall,
                evidence: proof,
                unservedMs: isServed ? nil : [media]
            )
            try self.append(.played(played))
        }
    }

    /// A room in which the first ten minutes of a lesson were shown, from the leader's opening to the school's signature.
    ///
    /// - Parameter signed: whether the leader confirms and `k1` countersigns.
    mutating func show(
        _ lesson: String,
        by leader: String,
        to people: [String],
        from startMs: Int64,
        signed: Bool = true
    ) throws {
        let room = try #require(Room.ID("r-\(startMs)"))
        func happens(_ atMs: Int64, _ change: RoomEvent.Change) throws {
            try self.append(.room(RoomEvent(room: room, atMs: AgentTime(milliseconds: startMs + atMs), change: change)))
        }
        let everybody = try ([leader] + people).map { try #require(Person.ID($0)) }
        let opening = RoomOpening(
            programme: try #require(Programme.ID("g1")),
            lesson: try #require(Lesson.ID(lesson)),
            studyGroup: try #require(StudyGroup.ID("group")),
            leader: everybody[0]
        )
        try happens(0, .opened(opening))
        try happens(0, .attendance(RoomAttendance(people: everybody, sign: .enters, by: .leader)))
        try self.watch(lesson, by: leader, from: startMs, room: room)
        for number in 1...2 as ClosedRange<Int64> {
            let until = AgentTime(milliseconds: startMs + number * 200_000 + 60_000)
            try happens(number * 200_000, .rollCall(RollCall(number: number, untilMs: until)))
            try happens(number * 200_000 + 5_000, .attendance(.init(people: everybody, sign: .isHere, by: .leader)))
        }
        try happens(600_000, .closed(RoomClosing(person: everybody[0])))
        guard signed else { return }
        try self.sign(room, by: leader, as: .leader, at: startMs + 600_001)
        try self.sign(room, by: "k1", as: .school, at: startMs + 600_002)
    }

    mutating func sign(_ room: Room.ID, by person: String, as capacity: RoomSignature.Capacity, at atMs: Int64) throws {
        let signature = RoomSignature(person: try #require(Person.ID(person)), capacity: capacity)
        let time = AgentTime(milliseconds: atMs)
        try self.append(.room(RoomEvent(room: room, atMs: time, change: .signed(signature))))
    }

    /// All rows, or those from one on up to another.
    func report(
        from first: Int = 1,
        through last: Int? = nil,
        edge: String = "e1",
        epoch: Int64 = 1,
        key: SigningKey = CreditedSchool.edgeKey
    ) throws -> SignedDocument<Report> {
        let report = Report(
            edge: try #require(Edge.ID(edge)),
            epoch: epoch,
            first: Int64(first),
            previousDigest: self.digests[first - 1],
            rows: Array(self.texts[(first - 1)..<(last ?? self.texts.count)])
        )
        return try SignedDocument(signing: report, with: key)
    }
}
