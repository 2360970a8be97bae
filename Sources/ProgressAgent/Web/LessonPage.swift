import CourseModel
import Crediting
import HTTPServing

/// The page of one lesson, with its player.
struct LessonPage: Sendable {
    struct Model: Sendable {
        let lesson: String
        /// Whose beats the browser keeps: computers of a lab are shared.
        let person: String
        /// The collective viewing at whose projector this is; nil for a trainee's own page.
        let room: String?
        let title: String
        let topic: String
        let durationMs: Int64
        /// IANA name: times of day are shown as they are at the school.
        let timeZone: String
        /// Media milliseconds that 1000 ms of wall time pay for.
        let maxRatePermille: Int64
        /// What the rule says of speed, in words.
        let rule: String
        /// Says since when the lesson may no longer be watched; nil while it may.
        let ended: String?
        let duration: String
        let missing: String?
        let isVoluntary: Bool
    }

    let shelf: LessonShelf
    let messages: Messages
    let timeZone: String
    let now: UTCTime

    /// - Returns: nil for a lesson that is not here, or that none of the trainee's programmes has.
    func model(of lesson: Lesson.ID, for person: SignedIn, standing: Standing, in language: Language) -> Model? {
        guard let playable = self.shelf.lesson(lesson),
            let place = standing.programmes.first(where: { $0.programme.lessons.contains { $0.lesson == lesson } }),
            let entry = place.programme.lessons.first(where: { $0.lesson == lesson })
        else { return nil }
        let topic = place.topic(of: lesson)
        let rate = place.programme.ruleSet.maxRatePermille
        return Model(
            lesson: lesson.rawValue,
            person: person.person.rawValue,
            room: nil,
            title: entry.title.text(in: language),
            topic: topic?.title.text(in: language) ?? "",
            durationMs: playable.durationMs.milliseconds,
            timeZone: self.timeZone,
            maxRatePermille: rate,
            rule: self.messages.speedRule(rate, in: language),
            ended: self.ended(self.shelf.access(to: lesson, for: person, now: self.now), in: language),
            duration: QuantityText.duration(playable.durationMs),
            missing: playable.heldPermille < 1000
                ? self.messages.text(
                    "lesson.partlyHere",
                    in: language,
                    ["held": QuantityText.percent(permille: playable.heldPermille)]
                ) : nil,
            isVoluntary: topic.map { !place.counts($0) } ?? true
        )
    }

    private func ended(_ access: LessonAccess, in language: Language) -> String? {
        guard case .ended(_, at: let time) = access else { return nil }
        let text = LocalTime(timeZone: self.timeZone).text(time, in: language)
        return self.messages.text("lesson.ended", in: language, ["time": text])
    }
}

extension Messages {
    /// What a rule set's rate says of playing faster.
    func speedRule(_ ratePermille: Int64, in language: Language) -> String {
        self.text(
            ratePermille == PaymentRate.normal ? "player.ruleNormal" : "player.rule",
            in: language,
            ["rate": QuantityText.decimal(ratePermille, places: 3)]
        )
    }
}
