package import CourseModel
package import Crediting
import GRDB

/// Evidence: what was reported about one trainee.
extension SQLiteLedger {
    package func evidence(of trainee: Person.ID) async throws -> Evidence {
        try await self.pool.read { db in
            var query = EvidenceQuery(db: db, trainee: trainee)
            return try query.perform()
        }
    }

    package func trainees() async throws -> [Person.ID] {
        try await self.pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT trainee FROM viewing UNION SELECT trainee FROM entry ORDER BY trainee"
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
    private var timelines: [Incarnation: AgentTimeline] = [:]

    init(db: Database, trainee: Person.ID) {
        self.db = db
        self.trainee = trainee
    }

    mutating func perform() throws -> Evidence {
        var evidence = Evidence()
        // Should two edges ever name a session of one trainee alike, the first one's stands.
        var edges: [ViewingSession.ID: Edge.ID] = [:]
        for row in try self.rows(Self.viewings) {
            let play: ViewingSession.ID = try row.identifier("play")
            let edge: Edge.ID = try row.identifier("edge")
            guard edges[play] == nil, let startMs = try self.time(row, "startMs") else { continue }
            edges[play] = edge
            evidence.plays.append(
                Evidence.Play(
                    play: play,
                    trainee: self.trainee,
                    lesson: try row.identifier("lesson"),
                    startMs: startMs
                )
            )
        }
        for row in try self.rows(Self.intervals) {
            let play: ViewingSession.ID = try row.identifier("play")
            let edge: Edge.ID = try row.identifier("edge")
            guard edges[play] == edge, let begin = try self.time(row, "wallBeginMs"),
                let end = try self.time(row, "wallEndMs")
            else { continue }
            evidence.intervals.append(
                Evidence.Interval(
                    key: IntervalKey(edge: edge, epoch: row["epoch"], sequence: row["sequence"]),
                    played: PlayedInterval(
                        play: play,
                        n: row["n"],
                        mediaMs: MediaTime(
                            milliseconds: row["mediaBeginMs"]
                        )..<MediaTime(milliseconds: row["mediaEndMs"]),
                        wallMs: begin..<end
                    )
                )
            )
        }
        return evidence
    }

    private static let viewings = """
        SELECT edge, epoch, sequence, play, lesson, startMs FROM viewing
        WHERE trainee = ? AND NOT isStranger ORDER BY edge, epoch, sequence
        """

    private static let intervals = """
        SELECT i.* FROM viewing v JOIN playedInterval i ON i.edge = v.edge AND i.play = v.play
        WHERE v.trainee = ? AND NOT v.isStranger ORDER BY i.edge, i.epoch, i.sequence
        """

    private func rows(_ sql: String) throws -> [Row] {
        try Row.fetchAll(self.db.cachedStatement(sql: sql), arguments: [self.trainee.rawValue])
    }

    private mutating func time(_ row: Row, _ column: String) throws -> AgentTime? {
        let incarnation = Incarnation(edge: try row.identifier("edge"), epoch: row["epoch"])
        let timeline =
            try self.timelines[incarnation]
            ?? AgentTimeline(edge: incarnation.edge, epoch: incarnation.epoch, self.db)
        self.timelines[incarnation] = timeline
        return timeline.time(AgentTime(milliseconds: row[column]), at: row["sequence"])
    }
}
