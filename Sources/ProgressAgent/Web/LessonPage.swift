import CourseModel
import HTTPServing

/// The page of one lesson, with its player.
struct LessonPage: Sendable {
    struct Model: Sendable {
        let lesson: String
        /// Whose beats the browser keeps: computers of a lab are shared.
        let person: String
        let title: String
        let topic: String
        let durationMs: Int64
        let duration: String
        let covered: String
        let missing: String?
        let isVoluntary: Bool
    }

    let shelf: LessonShelf
    let messages: Messages

    /// - Returns: nil for a lesson that is not here, or that none of the trainee's programmes has.
    func model(of lesson: Lesson.ID, for person: SignedIn, standing: Standing, in language: Language) -> Model? {
        guard let playable = self.shelf.lesson(lesson),
            let place = standing.programmes.first(where: { $0.programme.lessons.contains { $0.lesson == lesson } }),
            let entry = place.programme.lessons.first(where: { $0.lesson == lesson })
        else { return nil }
        let topic = place.programme.topics.first { $0.topic == entry.topic }
        let permille = LessonsPage.permille(place.line(of: lesson)?.coveredMs ?? .zero, of: playable.durationMs)
        return Model(
            lesson: lesson.rawValue,
            person: person.person.rawValue,
            title: entry.title.text(in: language),
            topic: topic?.title.text(in: language) ?? "",
            durationMs: playable.durationMs.milliseconds,
            duration: QuantityText.duration(playable.durationMs),
            covered: QuantityText.percent(permille: permille),
            missing: playable.heldPermille < 1000
                ? self.messages.text(
                    "lesson.partlyHere",
                    in: language,
                    ["held": QuantityText.percent(permille: playable.heldPermille)]
                ) : nil,
            isVoluntary: topic.map { !place.counts($0) } ?? true
        )
    }
}
