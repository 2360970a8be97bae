package import CourseModel

/// When the roll calls of a room begin: chosen at random when it is opened, and told to nobody.
///
/// What will be played is divided into as many parts as there are roll calls, and each part has one, so that they are
/// spread over the lesson; where in its part is random. Moments count what was played in the room, so that a break moves
/// them.
package struct RollCallPlan: Hashable, Sendable, Codable {
    /// A part's last tenth has none: two roll calls do not follow each other at once, and the last one is answered before
    /// the end.
    private static let freeTenths: Int64 = 9

    /// Played time, in ascending order.
    package let momentsMs: [MediaTime]

    /// - Parameters:
    ///   - lengthMs: what is left of the lesson.
    ///   - count: at least 1.
    package init(lengthMs: MediaTime, count: Int, using generator: inout some RandomNumberGenerator) {
        let part = max(lengthMs.milliseconds, 0) / Int64(max(count, 1))
        self.momentsMs = (0..<max(count, 1)).map { index in
            let within = part * Self.freeTenths / 10
            let moment = within > 0 ? Int64.random(in: 0..<within, using: &generator) : 0
            return MediaTime(milliseconds: Int64(index) * part + moment)
        }
    }

    /// The number of the roll call that is due, from 1.
    ///
    /// - Parameters:
    ///   - playedMs: what was played in the room.
    ///   - called: how many there were.
    /// - Returns: nil for none.
    package func due(playedMs: MediaTime, called: Int) -> Int64? {
        guard called < self.momentsMs.count, playedMs > .zero, playedMs >= self.momentsMs[called] else { return nil }
        return Int64(called) + 1
    }
}
