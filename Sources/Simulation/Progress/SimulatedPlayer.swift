import CourseModel
import Crediting
import ProgressAgent

/// A page that plays a lesson, or says so: which beats it has, and which of them were answered.
struct SimulatedPlayer {
    enum Manner: String, Hashable, CaseIterable {
        case honest
        /// Claims a million seconds.
        case boasts
        /// Claims a whole lesson every 200 ms.
        case hurries
        /// Plays at twice the speed.
        case doubles
        /// Says that the lesson has ended.
        case ends
        /// Claims time that is still to come.
        case foresees
        /// Sends heartbeats and fetches nothing.
        case fetchesNothing
    }

    /// A player has so much in its buffer.
    static let bufferMs: Int64 = 30_000

    let trainee: Person.ID
    let isPlain: Bool
    var computer: Int
    let lesson: Lesson.ID
    let durationMs: Int64
    let play: ViewingSession.ID
    let manner: Manner
    /// Its own clock less the true one.
    let clockMs: Int64
    /// True times: since when it plays, and when the agent last heard of it.
    let openedMs: Int64
    var heardMs: Int64
    /// Up to here it has played, in true time.
    var playedUntilMs: Int64
    var positionMs: Int64 = 0
    var fetchedMs: Int64 = 0
    var nextBeat: Int64 = 0
    var pending: [Heartbeat] = []
    /// What was answered before, for whoever sends it again.
    var sent: [Heartbeat] = []
    /// Beats that counted nothing, whether or not the page was told.
    var refused: [Int64: Reason] = [:]
    /// Media of beats that were answered as kept.
    var acknowledged = PlayedIntervals()
    var isOpen = true
    /// Whether something was answered so late that the rules need not count it.
    var wasLate = false

    /// Plays on until now.
    ///
    /// - Parameter isReached: whether the school's computer serves media at the moment.
    /// - Returns: media that it fetches meanwhile.
    mutating func play(until now: Int64, isReached: Bool, cause: Heartbeat.Cause) -> Range<Int64>? {
        let passed = min(now - self.playedUntilMs, 59_000)
        let begin = now - passed
        self.playedUntilMs = now
        guard passed > 0 else { return nil }
        switch self.manner {
        case .honest, .fetchesNothing:
            let fetched = self.fetch(passed, isReached: isReached)
            let length = min(passed, self.fetchedMs - self.positionMs, self.durationMs - self.positionMs)
            if length > 0 {
                self.add(self.positionMs, self.positionMs + length, from: begin, to: begin + length, cause)
                self.positionMs += length
            }
            return self.manner == .honest ? fetched : nil
        case .doubles:
            let length = min(2 * passed, self.durationMs - self.positionMs)
            guard length > 0 else { return nil }
            defer { self.positionMs += length }
            self.add(self.positionMs, self.positionMs + length, from: begin, to: begin + length / 2, cause)
            return self.positionMs..<self.positionMs + length
        case .boasts: self.add(0, 1_000_000_000, from: begin, to: begin + 1_000_000_000, cause)
        case .hurries: self.add(0, self.durationMs, from: now - min(passed, 200), to: now, cause)
        case .ends: self.add(self.durationMs - 1_000, self.durationMs, from: now, to: now, .end)
        case .foresees: self.add(0, self.durationMs, from: now, to: now + self.durationMs, cause)
        }
        return nil
    }

    /// - Returns: what it fetches, a buffer ahead of where it will be.
    private mutating func fetch(_ passed: Int64, isReached: Bool) -> Range<Int64>? {
        guard isReached else { return nil }
        let end = min(self.positionMs + passed + Self.bufferMs, self.durationMs)
        guard end > self.fetchedMs else { return nil }
        defer { self.fetchedMs = end }
        return self.fetchedMs..<end
    }

    private mutating func add(
        _ mediaBegin: Int64,
        _ mediaEnd: Int64,
        from begin: Int64,
        to end: Int64,
        _ cause: Heartbeat.Cause
    ) {
        let beat = Heartbeat(
            beat: self.nextBeat,
            mediaMs: (mediaBegin, mediaEnd),
            playerMs: (begin + self.clockMs, end + self.clockMs),
            cause: cause
        )
        self.nextBeat += 1
        self.pending.append(beat)
    }

    /// Takes what the agent made of a message, whether or not the answer reaches the page.
    mutating func note(_ kept: KeptHeartbeats, at now: Int64) {
        self.heardMs = now
        for beat in kept.refused { self.refused[beat.beat] = beat.reason }
    }

    /// The answer reaches the page.
    mutating func take(_ kept: KeptHeartbeats, at now: Int64) {
        // The school has an older journal than the page: the lesson is opened anew, as `outbox.js` does.
        if let first = self.pending.first?.beat, kept.kept < first { return self.leave() }
        for beat in self.pending where beat.beat < kept.kept {
            self.sent.append(beat)
            guard self.refused[beat.beat] == nil, self.manner == .honest else { continue }
            self.acknowledged.insert(beat.mediaBeginMs..<beat.mediaEndMs)
            // Half an hour, less a row and a little.
            if now + self.clockMs - beat.playerBeginMs > 1_600_000 { self.wasLate = true }
        }
        self.pending.removeAll { $0.beat < kept.kept }
        if kept.isEnded { self.isOpen = false }
    }

    /// The page is gone, with what was not answered.
    mutating func leave() {
        self.isOpen = false
        self.pending = []
    }

    /// What was kept on a disk that is gone is nobody's any more.
    mutating func forget(allBut left: PlayedIntervals) {
        var rest = PlayedIntervals()
        for range in self.acknowledged.ranges {
            var begin = range.lowerBound
            for gap in left.gaps(in: range) {
                if begin < gap.lowerBound { rest.insert(begin..<gap.lowerBound) }
                begin = gap.upperBound
            }
            if begin < range.upperBound { rest.insert(begin..<range.upperBound) }
        }
        self.acknowledged = rest
    }
}
