package import CourseModel
package import HTTPServing
import Prefetching

/// The reasons of a plan in words, for people.
package struct PlanWords: Sendable {
    private let messages: Messages
    private let time: LocalTime

    package init(messages: Messages, timeZone: String) {
        self.messages = messages
        self.time = LocalTime(timeZone: timeZone)
    }

    /// Why a lesson has its place and its rendition.
    func words(of entry: PrefetchOutlook.Entry) -> Title {
        self.title { language in
            let order = self.say("plan.order.\(entry.need.reason.rawValue)", language, self.values(entry, language))
            return order + self.space(language) + self.choice(entry, language)
        }
    }

    /// Whether a programme comes in time, and what would help.
    func words(of admission: ProgrammeAdmission) -> Title {
        self.title { language in
            var values = [
                "lessons": "\(admission.lessons)", "late": "\(admission.lateLessons)",
                "left": QuantityText.bytes(admission.leftBytes),
                "ready": admission.readyAtMs.map { self.time.text($0, in: language) } ?? "–",
            ]
            values.merge(self.values(admission.limit, language)) { first, _ in first }
            let help = admission.help.map { self.say("plan.help.\($0.rawValue)", language, values) }
            return ([self.say("plan.verdict.\(admission.verdict.rawValue)", language, values)] + help)
                .joined(separator: self.space(language))
        }
    }

    /// What gives way where there is too little room, and why.
    func words(of reason: EvictionOrder.Reason, lesson: Title?, _ size: ByteCount) -> Title {
        self.title { language in
            let values = ["lesson": lesson?.text(in: language) ?? "", "bytes": QuantityText.bytes(size)]
            return self.say("plan.givesWay.\(reason.rawValue)", language, values)
        }
    }

    /// Why a source is asked or not.
    func words(of standing: SourceChooser.Standing) -> Title {
        self.title { self.say("plan.source.\(standing.reason.rawValue)", $0) }
    }

    private func choice(_ entry: PrefetchOutlook.Entry, _ language: Language) -> String {
        var values = self.values(entry.choice.limit, language)
        values["rendition"] = self.name(of: entry.choice.rendition, language)
        return self.say("plan.choice.\(entry.choice.reason.rawValue)", language, values)
    }

    /// What a person calls a rendition.
    package func name(of rendition: Rendition.ID?, _ language: Language) -> String {
        guard let rendition else { return self.say("rendition.only", language) }
        return rendition.rawValue == "audio" ? self.say("rendition.audio", language) : rendition.rawValue
    }

    private func values(_ entry: PrefetchOutlook.Entry, _ language: Language) -> [String: String] {
        ["needed": entry.need.neededAtMs.map { self.time.text($0, in: language) } ?? "–"]
    }

    private func values(_ limit: RenditionChoice.Limit?, _ language: Language) -> [String: String] {
        guard let limit else { return [:] }
        return [
            "by": self.time.text(limit.byMs, in: language), "needed": QuantityText.bytes(limit.neededBytes),
            "carried": QuantityText.bytes(limit.carriedBytes),
        ]
    }

    private func say(_ key: String, _ language: Language, _ values: [String: String] = [:]) -> String {
        self.messages.text("technician.\(key)", in: language, values)
    }

    private func space(_ language: Language) -> String { language == .chinese ? "" : " " }

    private func title(_ text: (Language) -> String) -> Title {
        Title(zh: text(.chinese), en: text(.english))
    }
}
