import CourseModel
import HTTPServing

/// Completeness in the words of the officers' pages.
struct OfficerText: Sendable {
    private static let yearMs: Int64 = 300 * 86_400_000

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
        isPaused: Bool = false,
        heldKey: String = "ready.held"
    ) -> Ready {
        let note = neededAtMs.map { self.say("ready.needed", ["time": self.time.short($0, in: self.language)]) }
        if !hasReleases { return Ready(text: self.say("ready.nothing"), tone: "muted", note: nil) }
        if isHeld { return Ready(text: self.say(heldKey), tone: "good", note: note) }
        guard let readyAtMs else {
            let key = isPaused ? "ready.paused" : isLate ? "ready.overdue" : "ready.unknown"
            return Ready(text: self.say(key), tone: isLate ? "bad" : isPaused ? "warn" : "muted", note: note)
        }
        let at = self.moment(readyAtMs, near: neededAtMs)
        guard isLate, let neededAtMs, readyAtMs > neededAtMs else {
            return Ready(text: self.say("ready.at", ["time": at]), tone: isLate ? "bad" : "", note: note)
        }
        let late = self.messages.span(readyAtMs - neededAtMs, in: self.language, rounding: .up)
        return Ready(text: self.say("ready.late", ["time": at, "late": late]), tone: "bad", note: note)
    }

    /// When something will be; with its year where that is so far from the need that the year does not go without saying.
    func moment(_ time: UTCTime, near neededAtMs: UTCTime?) -> String {
        let isFar = neededAtMs.map { (time - $0).milliseconds > Self.yearMs } ?? false
        return isFar ? self.time.text(time, in: self.language) : self.time.short(time, in: self.language)
    }

    /// `放宽下载时段（3 课）`, for each thing that would help.
    func help(_ counts: [HelpCount]) -> [String] {
        counts.map { self.say("help.count", ["help": self.name(of: $0.help), "count": "\($0.lessons)"]) }
    }

    /// `需要放宽下载时段`, for one lesson; nil where nothing is needed.
    func help(_ help: [Holdings.Help]) -> String? {
        let names = help.map(self.name).joined(separator: self.say("help.or"))
        return help.isEmpty ? nil : self.say("help.lesson", ["help": names])
    }

    func name(of help: Holdings.Help) -> String { self.say("help.\(help.rawValue)") }

    /// What a person calls a rendition.
    func name(of rendition: Rendition.ID) -> String {
        rendition.rawValue == "audio" ? self.say("rendition.audio") : rendition.rawValue
    }

    func lastReport(_ time: UTCTime?) -> String {
        time.map { self.time.short($0, in: self.language) } ?? self.say("report.never")
    }
}
