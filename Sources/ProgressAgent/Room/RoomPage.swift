import CourseModel
import HTTPServing

/// The page at the projector, while the room is open.
struct RoomPage: Sendable {
    struct Model: Sendable {
        let room: String
        let lesson: String
        let group: String
        let rollCallsMin: Int64
        let rollCallSeconds: Int64
        /// Title, length and the player's other data; its person is the room, so that the browser keeps its heartbeats apart
        /// from those of the leader's own lessons.
        let player: LessonPage.Model
    }

    let messages: Messages
    let timeZone: String

    /// - Returns: nil for a lesson that is not here.
    func model(
        of place: RoomDesk.Place,
        lesson: (Lesson.ID) -> PlayableLesson?,
        in language: Language
    ) -> Model? {
        guard let playable = lesson(place.room.opening.lesson) else { return nil }
        let title = place.lessonTitle.text(in: language)
        return Model(
            room: place.room.room.rawValue,
            lesson: title,
            group: place.group.group.name,
            rollCallsMin: place.group.rule.rollCallsMin,
            rollCallSeconds: place.group.rule.rollCallSeconds,
            player: self.player(of: playable, in: place, title: title, language)
        )
    }

    private func player(
        of lesson: PlayableLesson,
        in place: RoomDesk.Place,
        title: String,
        _ language: Language
    ) -> LessonPage.Model {
        let rate = place.group.programme.ruleSet.maxRatePermille
        return LessonPage.Model(
            lesson: lesson.lesson.rawValue,
            person: place.room.room.rawValue,
            room: place.room.room.rawValue,
            title: title,
            topic: "",
            durationMs: lesson.durationMs.milliseconds,
            timeZone: self.timeZone,
            maxRatePermille: rate,
            rule: self.messages.speedRule(rate, in: language),
            ended: nil,
            duration: QuantityText.duration(lesson.durationMs),
            missing: nil,
            isVoluntary: false
        )
    }
}
