package import CourseModel
import Crediting

/// What became of the heartbeats of one message.
package struct KeptHeartbeats: Hashable, Sendable {
    package struct Refused: Hashable, Sendable, Codable {
        package let beat: Int64
        package let reason: Reason

        package init(beat: Int64, reason: Reason) {
            self.beat = beat
            self.reason = reason
        }
    }

    /// As many heartbeats are kept, durably: the number of the next one.
    package let kept: Int64
    /// Media time of all that was kept in this viewing session, also of what is too fast to count.
    package let keptMs: MediaTime
    package let refused: [Refused]
    /// Whether another viewing session of the trainee has ended this one, or its player has closed it.
    package let isEnded: Bool
    package let lesson: Lesson.ID
    /// The collective viewing that was shown; nil for the trainee's own viewing.
    package let room: Room.ID?
}

extension KeptHeartbeats {
    init(_ record: ViewingRecord, refused: [Refused]) {
        self.init(
            kept: record.acceptance.nextBeat,
            keptMs: record.keptMs,
            refused: refused,
            isEnded: record.endedMs != nil,
            lesson: record.opened.lesson,
            room: record.opened.room
        )
    }
}
