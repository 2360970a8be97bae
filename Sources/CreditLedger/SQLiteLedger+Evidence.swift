package import CourseModel
package import Crediting
import GRDB

/// Evidence: what was reported about one trainee.
extension SQLiteLedger {
    package func evidence(of trainee: Person.ID) async throws -> Evidence {
        try await self.evidence(of: trainee, isSettled: false)
    }

    package func settledEvidence(of trainee: Person.ID) async throws -> Evidence {
        try await self.evidence(of: trainee, isSettled: true)
    }

    private func evidence(of trainee: Person.ID, isSettled: Bool) async throws -> Evidence {
        try await self.pool.read { db in
            var query = EvidenceQuery(db: db, trainee: trainee, isSettled: isSettled)
            return try query.perform()
        }
    }

    package func receipts(of trainee: Person.ID) async throws -> [ReceiptCode] {
        try await self.pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT r.* FROM journalRow r JOIN (
                        SELECT i.edge, i.epoch, MAX(i.sequence) AS sequence
                        FROM (
                            SELECT edge, play FROM viewing WHERE trainee = ?1 AND NOT isStranger AND room IS NULL
                            UNION SELECT edge, play FROM roomPerson JOIN viewing USING (edge, room)
                            WHERE person = ?1 AND NOT isStranger
                        ) v JOIN playedInterval i ON i.edge = v.edge AND i.play = v.play GROUP BY i.edge, i.epoch
                    ) USING (edge, epoch, sequence) ORDER BY edge, epoch
                    """,
                arguments: [trainee.rawValue]
            ).map { row in
                ReceiptCode(
                    edge: try row.identifier("edge"),
                    epoch: row["epoch"],
                    sequence: row["sequence"],
                    digest: try row.digestBytes("digest")
                )
            }
        }
    }

    package func holds(_ code: ReceiptCode) async throws -> Bool {
        try await self.pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT digest FROM journalRow WHERE edge = ? AND epoch = ? AND sequence = ?",
                arguments: [code.edge.rawValue, code.epoch, code.sequence]
            )
            guard let row else { return false }
            let digest = try row.digestBytes("digest")
            return ReceiptCode(edge: code.edge, epoch: code.epoch, sequence: code.sequence, digest: digest) == code
        }
    }

    package func trainees() async throws -> [Person.ID] {
        try await self.pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT trainee FROM viewing UNION SELECT person FROM roomPerson UNION SELECT trainee FROM entry
                    ORDER BY trainee
                    """
            )
            return try rows.map { try $0.identifier("trainee") }
        }
    }
}

private struct EvidenceQuery {
    private struct Incarnation: Hashable {
        let edge: Edge.ID
        let epoch: Int64
    }

    let db: Database
    let trainee: Person.ID
    /// Whether only what an anchor follows is wanted.
    let isSettled: Bool
    private var timelines: [Incarnation: AgentTimeline] = [:]
    private var times: [Incarnation: JournalTime] = [:]

    init(db: Database, trainee: Person.ID, isSettled: Bool) {
        self.db = db
        self.trainee = trainee
        self.isSettled = isSettled
    }

    mutating func perform() throws -> Evidence {
        let trainee: StatementArguments = [self.trainee.rawValue]
        let own = try self.viewing(
            plays: self.rows(Self.viewings, trainee),
            intervals: self.rows(Self.intervals, trainee)
        )
        var evidence = Evidence(plays: own.plays, intervals: own.intervals)
        // Of two edges that tell of one room, the one that tells more of it stands.
        var known: Set<Room.ID> = []
        for row in try self.rows(Self.rooms, trainee) {
            let room: Room.ID = try row.identifier("room")
            guard known.insert(room).inserted else { continue }
            evidence.rooms.append(try self.room(room, of: try row.identifier("edge")))
        }
        try self.addRulings(to: &evidence)
        return evidence
    }

    private func addRulings(to evidence: inout Evidence) throws {
        for row in try self.rows(Self.rulings, [self.trainee.rawValue]) {
            switch row["kind"] as String {
            case "void": evidence.voided.insert(try row.identifier("subject"))
            default:
                evidence.approvals.insert(
                    Evidence.LateApproval(
                        programme: try row.identifier("programme"),
                        phase: try row.identifier("subject"),
                        receivedUntilMs: UTCTime(milliseconds: row["proposedAtMs"])
                    )
                )
            }
        }
    }

    private mutating func room(_ room: Room.ID, of edge: Edge.ID) throws -> CollectiveViewing {
        let place: StatementArguments = [edge.rawValue, room.rawValue]
        let shown = try self.viewing(
            plays: self.rows(Self.roomViewings, place),
            intervals: self.rows(Self.roomIntervals, place)
        )
        var viewing = CollectiveViewing(room: room, plays: shown.plays, intervals: shown.intervals)
        for row in try self.rows(Self.roomEvents, place) {
            let bytes = Array((row["event"] as String).utf8)
            guard let event = try? CanonicalJSON.decode(RoomEvent.self, from: bytes) else {
                throw LedgerError.damaged("the event of room '\(room)'")
            }
            guard let event = try event.onTimeline({ try self.time($0, at: row) }) else { continue }
            viewing.events.append(CollectiveViewing.Event(key: try Self.key(row), event: event))
        }
        return viewing
    }

    private mutating func viewing(
        plays: [Row],
        intervals: [Row]
    ) throws -> (plays: [Evidence.Play], intervals: [Evidence.Interval]) {
        // A school that was enrolled anew goes on with its sessions under another edge: what the first one says stands.
        var names: Set<ViewingSession.ID> = []
        var known: [Evidence.Play] = []
        for row in plays {
            let play: ViewingSession.ID = try row.identifier("play")
            guard !names.contains(play), let startMs = try self.time(row, "startMs") else { continue }
            names.insert(play)
            known.append(
                Evidence.Play(
                    play: play,
                    trainee: try row.identifier("trainee"),
                    lesson: try row.identifier("lesson"),
                    startMs: startMs
                )
            )
        }
        var played: [Evidence.Interval] = []
        for row in Self.toldOnce(intervals) {
            guard names.contains(try row.identifier("play")), let interval = try self.interval(row) else { continue }
            played.append(
                Evidence.Interval(
                    key: try Self.key(row),
                    played: interval,
                    beganMs: try self.began(row),
                    receivedAtMs: UTCTime(milliseconds: row["receivedAtMs"])
                )
            )
        }
        return (known, played)
    }

    /// The rows without those that another edge's row says too, or more of: the open stretch of a disk that was copied is
    /// told by both disks. In the same order; of equal ones the one that came first stays.
    private static func toldOnce(_ intervals: [Row]) -> [Row] {
        let edge: String? = intervals.first?["edge"]
        // As nearly everybody's.
        guard intervals.contains(where: { $0["edge"] as String? != edge }) else { return intervals }
        struct Told: Hashable {
            let play: String
            let numbers: [Int64]
        }
        let told = intervals.map { row in
            Told(play: row["play"], numbers: [row["n"], row["mediaBeginMs"], row["wallBeginMs"]])
        }
        func rank(_ row: Row) -> (Int64, Int64) { (-(row["wallEndMs"] as Int64), row["receivedAtMs"]) }
        var stays: [Told: Row] = [:]
        for (told, row) in zip(told, intervals) {
            if let known = stays[told], rank(known) <= rank(row) { continue }
            stays[told] = row
        }
        return zip(told, intervals).filter { told, row in stays[told]?["edge"] as String? == row["edge"] }.map(\.1)
    }

    /// - Returns: nil where its times are beyond the common time line.
    private mutating func interval(_ row: Row) throws -> PlayedInterval? {
        let beginMs = AgentTime(milliseconds: row["wallBeginMs"])
        let endMs = AgentTime(milliseconds: row["wallEndMs"])
        guard let begin = try self.time(beginMs, at: row), let end = try self.time(endMs, from: beginMs, at: row)
        else { return nil }
        let unserved: String? = row["unserved"]
        let heardMs: Int64? = row["heardMs"]
        return PlayedInterval(
            play: try row.identifier("play"),
            n: row["n"],
            mediaMs: MediaTime(milliseconds: row["mediaBeginMs"])..<MediaTime(milliseconds: row["mediaEndMs"]),
            wallMs: begin..<end,
            evidence: (row["evidence"] as String?).flatMap(EvidenceClass.init),
            unservedMs: try unserved.map { try CanonicalJSON.decode([Range<MediaTime>].self, from: Array($0.utf8)) },
            heardMs: try heardMs.flatMap { try self.time(AgentTime(milliseconds: $0), at: row) }
        )
    }

    private static func key(_ row: Row) throws -> IntervalKey {
        IntervalKey(edge: try row.identifier("edge"), epoch: row["epoch"], sequence: row["sequence"])
    }

    private static let viewings = """
        SELECT edge, epoch, sequence, play, trainee, lesson, startMs FROM viewing
        WHERE trainee = ? AND NOT isStranger AND room IS NULL ORDER BY edge, epoch, sequence
        """

    private static let intervals = """
        SELECT i.*, r.receivedAtMs FROM viewing v JOIN playedInterval i ON i.edge = v.edge AND i.play = v.play
        JOIN journalRow r ON r.edge = i.edge AND r.epoch = i.epoch AND r.sequence = i.sequence
        WHERE v.trainee = ? AND NOT v.isStranger AND v.room IS NULL ORDER BY i.edge, i.epoch, i.sequence
        """

    private static let rooms = """
        SELECT room, edge FROM roomPerson p WHERE person = ? ORDER BY room, (
            SELECT COUNT(*) FROM roomEvent e WHERE e.edge = p.edge AND e.room = p.room) DESC, edge
        """

    private static let roomViewings = """
        SELECT edge, epoch, sequence, play, trainee, lesson, startMs FROM viewing
        WHERE edge = ? AND room = ? AND NOT isStranger ORDER BY epoch, sequence
        """

    private static let roomIntervals = """
        SELECT i.*, r.receivedAtMs FROM viewing v JOIN playedInterval i ON i.edge = v.edge AND i.play = v.play
        JOIN journalRow r ON r.edge = i.edge AND r.epoch = i.epoch AND r.sequence = i.sequence
        WHERE v.edge = ? AND v.room = ? AND NOT v.isStranger ORDER BY i.epoch, i.sequence
        """

    private static let roomEvents = "SELECT * FROM roomEvent WHERE edge = ? AND room = ? ORDER BY epoch, sequence"

    /// A late approval is of what was reported before it was proposed.
    private static let rulings = """
        SELECT kind, programme, subject, proposedAtMs FROM proposal
        WHERE trainee = ? AND state = 'cosigned' AND kind IN ('void', 'late')
        """

    private func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
        try Row.fetchAll(self.db.cachedStatement(sql: sql), arguments: arguments)
    }

    private mutating func time(_ row: Row, _ column: String) throws -> AgentTime? {
        try self.time(AgentTime(milliseconds: row[column]), at: row)
    }

    private mutating func time(_ time: AgentTime, from beginMs: AgentTime? = nil, at row: Row) throws -> AgentTime? {
        let incarnation = Incarnation(edge: try row.identifier("edge"), epoch: row["epoch"])
        let timeline =
            try self.timelines[incarnation]
            ?? AgentTimeline(edge: incarnation.edge, epoch: incarnation.epoch, self.db)
        self.timelines[incarnation] = timeline
        if self.isSettled, !timeline.isSettled(at: row["sequence"]) { return nil }
        return timeline.time(time, from: beginMs, at: row["sequence"])
    }

    private mutating func began(_ row: Row) throws -> TimeBracket {
        let incarnation = Incarnation(edge: try row.identifier("edge"), epoch: row["epoch"])
        let time =
            try self.times[incarnation] ?? JournalTime(edge: incarnation.edge, epoch: incarnation.epoch, self.db)
        self.times[incarnation] = time
        return time.bracket(
            of: AgentTime(milliseconds: row["wallBeginMs"]),
            at: row["sequence"],
            receivedAtMs: UTCTime(milliseconds: row["receivedAtMs"])
        )
    }
}
