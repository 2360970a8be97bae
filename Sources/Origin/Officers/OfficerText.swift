import CourseModel
import HTTPServing

/// Completeness in the words of the officers' pages.
struct OfficerText: Sendable {
    let messages: Messages
    let language: Language
    let time: LocalTime

    func say(_ key: String, _ values: [String: String] = [:]) -> String {
        self.messages.text(key, in: self.language, values)
    }

    func title(_ title: Title) -> String { title.text(in: self.language) }

    func asOf(_ time: UTCTime) -> String {
        self.say("asOf", ["time": self.time.text(time, in: self.language)])
    }

    func shortAsOf(_ time: UTCTime?) -> String? {
        time.map { self.say("asOf", ["time": self.time.short($0, in: self.language)]) }
    }

    func ratio(_ part: CreditHours, of whole: CreditHours) -> String {
        "\(QuantityText.hours(part)) / \(QuantityText.hours(whole))"
    }

    /// What is to be read about when something will be ready, with its tone and the time it is needed.
    struct Ready: Sendable {
        let text: String
        let tone: String
        let note: String?
    }

    func ready(
        isHeld: Bool,
        isLate: Bool,
        readyAtMs: UTCTime?,
        neededAtMs: UTCTime?,
        hasReleases: Bool = true,
        heldKey: String = "ready.held"
    ) -> Ready {
        let note = neededAtMs.map { self.say("ready.needed", ["time": self.time.short($0, in: self.language)]) }
        if !hasReleases { return Ready(text: self.say("ready.nothing"), tone: "muted", note: nil) }
        if isHeld { return Ready(text: self.say(heldKey), tone: "good", note: note) }
        guard let readyAtMs else {
            let key = isLate ? "ready.overdue" : "ready.unknown"
            return Ready(text: self.say(key), tone: isLate ? "bad" : "muted", note: note)
        }
        let at = self.time.short(readyAtMs, in: self.language)
        guard isLate, let neededAtMs, readyAtMs > neededAtMs else {
            return Ready(text: self.say("ready.at", ["time": at]), tone: isLate ? "bad" : "", note: note)
        }
        let late = self.messages.span(readyAtMs - neededAtMs, in: self.language, rounding: .up)
        return Ready(text: self.say("ready.late", ["time": at, "late": late]), tone: "bad", note: note)
    }

    func lastReport(_ time: UTCTime?) -> String {
        time.map { self.time.short($0, in: self.language) } ?? self.say("report.never")
    }
}
