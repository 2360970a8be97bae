import CourseModel
import Crediting
import GRDB

/// A viewing session as it stands in the journal database.
struct ViewingRecord {
    let opened: ViewingOpened
    let durationMs: MediaTime
    /// The player's clock plus this is agent time.
    var offsetMs: Int64
    var endedMs: AgentTime?
    var heardMs: AgentTime
    var positionMs: MediaTime
    var keptMs: MediaTime
    var acceptance: HeartbeatAcceptance
    /// What was handed to it; nil where nobody here serves media.
    var served: PlayedIntervals?

    init(opened: ViewingOpened, durationMs: MediaTime, offsetMs: Int64, maxRatePermille: Int64) {
        self.opened = opened
        self.durationMs = durationMs
        self.offsetMs = offsetMs
        self.endedMs = nil
        self.heardMs = opened.startMs
        self.positionMs = .zero
        self.keptMs = .zero
        self.served = nil
        self.acceptance = HeartbeatAcceptance(
            startMs: opened.startMs,
            durationMs: durationMs,
            maxRatePermille: maxRatePermille
        )
    }

    /// - Throws: `JournalError.noSuchViewing` for a row that this version cannot read.
    init(_ row: Row) throws {
        let play: String = row["play"]
        guard let id = ViewingSession.ID(play), let trainee = Person.ID(row["trainee"]),
            let lesson = Lesson.ID(row["lesson"]), let manifest = Digest(hexadecimal: row["manifest"]),
            let acceptance = try? CanonicalJSON.decode(
                HeartbeatAcceptance.self,
                from: Array((row["acceptance"] as String).utf8)
            )
        else { throw JournalError.noSuchViewing(play) }
        self.opened = ViewingOpened(
            play: id,
            trainee: trainee,
            lesson: lesson,
            manifest: manifest,
            startMs: AgentTime(milliseconds: row["startMs"]),
            room: (row["room"] as String?).flatMap(Room.ID.init)
        )
        self.durationMs = MediaTime(milliseconds: row["durationMs"])
        self.offsetMs = row["offsetMs"]
        self.endedMs = (row["endedMs"] as Int64?).map(AgentTime.init(milliseconds:))
        self.heardMs = AgentTime(milliseconds: row["heardMs"])
        self.positionMs = MediaTime(milliseconds: row["positionMs"])
        self.keptMs = MediaTime(milliseconds: row["keptMs"])
        self.acceptance = acceptance
        self.served = try (row["servedMs"] as String?).map(PlayedIntervals.init(json:))
    }

    func save(in db: Database) throws {
        let acceptance = String(decoding: try CanonicalJSON.encode(self.acceptance), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO viewing (play, trainee, lesson, manifest, durationMs, startMs, endedMs, offsetMs,
                    heardMs, positionMs, keptMs, acceptance, hasOpen, servedMs, room)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                self.opened.play.rawValue, self.opened.trainee.rawValue, self.opened.lesson.rawValue,
                self.opened.manifest.hexadecimal, self.durationMs.milliseconds, self.opened.startMs.milliseconds,
                self.endedMs?.milliseconds, self.offsetMs, self.heardMs.milliseconds, self.positionMs.milliseconds,
                self.keptMs.milliseconds, acceptance, self.acceptance.open == nil ? 0 : 1,
                try self.served?.json, self.opened.room?.rawValue,
            ]
        )
    }
}

extension PlayedIntervals {
    init(json text: String) throws {
        self.init()
        for range in try CanonicalJSON.decode([Range<MediaTime>].self, from: Array(text.utf8)) { self.insert(range) }
    }

    var json: String {
        get throws { String(decoding: try CanonicalJSON.encode(self.ranges), as: UTF8.self) }
    }
}
