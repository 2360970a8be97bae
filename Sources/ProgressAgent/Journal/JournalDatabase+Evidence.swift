package import CourseModel
package import Crediting
import GRDB

/// What the journal knows of one trainee, as crediting takes it.
extension JournalDatabase {
    /// - Parameters:
    ///   - lesson: nil for all lessons.
    ///   - room: what its projector showed, instead of the trainee's own viewing and rooms.
    package func evidence(
        of trainee: Person.ID,
        in lesson: Lesson.ID? = nil,
        room: Room.ID? = nil
    ) async throws -> JournalEvidence {
        try await self.pool.read { db in
            var evidence = Evidence()
            var durations: [Lesson.ID: MediaTime] = [:]
            var unreported = MediaTime.zero
            let reported = try Row.fetchOne(
                db,
                sql: "SELECT acknowledged, receivedAtMs FROM incarnation WHERE number = ?",
                arguments: [self.incarnation]
            )
            let watermark: Int64 = reported?["acknowledged"] ?? 0
            for record in try self.viewings(
                "trainee = ? AND room IS ? AND (? IS NULL OR lesson = ?)",
                [trainee.rawValue, room?.rawValue, lesson?.rawValue, lesson?.rawValue],
                in: db
            ) {
                let played = try self.played(in: record, after: watermark, db)
                evidence.plays.append(record.evidence)
                evidence.intervals += played.intervals
                durations[record.opened.lesson] = record.durationMs
                unreported += played.unreportedMs
            }
            for room in room != nil ? [] : try self.rooms(of: trainee, in: lesson, db) {
                evidence.rooms.append(room.viewing)
                if room.durationMs > .zero { durations[room.opening.lesson] = room.durationMs }
            }
            return JournalEvidence(
                evidence: evidence,
                durations: durations,
                unreportedMs: unreported,
                receivedAtMs: (reported?["receivedAtMs"] as Int64?).map(UTCTime.init(milliseconds:))
            )
        }
    }

    /// What was played in a viewing session, rows and what is not one yet.
    ///
    /// - Parameter watermark: up to which row of the present incarnation the origin has everything.
    func played(
        in record: ViewingRecord,
        after watermark: Int64,
        _ db: Database
    ) throws -> (intervals: [Evidence.Interval], unreportedMs: MediaTime) {
        var intervals: [Evidence.Interval] = []
        var unreported = MediaTime.zero
        for row in try self.playedRows(of: record.opened.play, in: db) {
            intervals.append(row.interval)
            let isReported = row.incarnation < self.incarnation || row.interval.key.sequence <= watermark
            if !isReported { unreported += row.interval.played.mediaLength }
        }
        if let open = record.acceptance.open, let interval = self.interval(open, of: record) {
            intervals.append(interval)
            unreported += interval.played.mediaLength
        }
        return (intervals, unreported)
    }

    private func playedRows(
        of play: ViewingSession.ID,
        in db: Database
    ) throws -> [(incarnation: Int64, interval: Evidence.Interval)] {
        try Row.fetchAll(
            db,
            sql: "SELECT incarnation, sequence, text FROM journalRow WHERE play = ?",
            arguments: [play.rawValue]
        ).compactMap { row in
            let sequence: Int64 = row["sequence"]
            let bytes = Array((row["text"] as String).utf8)
            guard let read = try? CanonicalJSON.decode(JournalRow.self, from: bytes) else {
                throw JournalError.damaged(sequence: sequence)
            }
            guard case .played(let played) = read.event else { return nil }
            let incarnation: Int64 = row["incarnation"]
            return Self.key(incarnation: incarnation, sequence: sequence).map {
                (incarnation, Evidence.Interval(key: $0, played: played))
            }
        }
    }

    /// What is not a row yet is named after its viewing session: it is looked at here, and reported nowhere.
    private func interval(_ open: HeartbeatAcceptance.OpenInterval, of record: ViewingRecord) -> Evidence.Interval? {
        Edge.ID(record.opened.play.rawValue).map { name in
            Evidence.Interval(
                key: IntervalKey(edge: name, epoch: 0, sequence: open.n),
                played: self.played(open, of: record)
            )
        }
    }

    static func key(incarnation: Int64, sequence: Int64) -> IntervalKey? {
        Edge.ID("this-journal").map { IntervalKey(edge: $0, epoch: incarnation, sequence: sequence) }
    }
}

/// What the journal knows of one trainee.
package struct JournalEvidence: Hashable, Sendable {
    package let evidence: Evidence
    /// Of the lessons that were opened, as they were then.
    package let durations: [Lesson.ID: MediaTime]
    /// Media time that is kept here and that the origin has not acknowledged yet.
    package let unreportedMs: MediaTime
    /// When the origin last answered a report, by its own clock; nil before it ever did.
    package let receivedAtMs: UTCTime?
}

extension ViewingRecord {
    var evidence: Evidence.Play {
        Evidence.Play(
            play: self.opened.play,
            trainee: self.opened.trainee,
            lesson: self.opened.lesson,
            startMs: self.opened.startMs
        )
    }
}

extension PlayedInterval {
    fileprivate var mediaLength: MediaTime { self.mediaMs.upperBound - self.mediaMs.lowerBound }
}
