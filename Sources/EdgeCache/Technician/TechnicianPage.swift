package import CourseModel
package import HTTPServing
import ProgressAgent

/// The technician's page, in one language: every number is in words before the template sees it.
package struct TechnicianPage: Sendable {
    package struct Model: Sendable {
        package struct Figure: Sendable {
            package let label: String
            package let value: String
            package let detail: String?
            package let tone: String
            /// A number stands large, words do not.
            package let isNumber: Bool
            /// For a bar; nil for none.
            package let permille: Int64?
        }

        /// Figures that stand beside each other.
        package struct FigureRow: Sendable {
            package let figures: [Figure]
        }

        package struct Row: Sendable {
            package let lesson: String
            package let title: String
            package let permille: Int64
            package let held: String
            package let size: String
            package let rendition: String?
            /// Why it has its place and its rendition.
            package let words: String?
            package let wishes: [Wish]
            package let needed: String
            package let ready: String
            package let tone: String
        }

        /// A button that asks for something for one lesson.
        package struct Wish: Sendable {
            package let action: String
            package let id: String
            package let label: String
        }

        package struct Fact: Sendable {
            package let label: String
            package let value: String
        }

        package struct Course: Sendable {
            package let title: String
            package let words: String
            package let tone: String
        }

        package struct Incident: Sendable {
            package let time: String
            package let kind: String
            package let subject: String
            package let reason: String
            package let times: String?
        }

        package let school: String
        package let asOf: String
        package let headline: String
        package let details: [String]
        /// `good`, `warn` or `bad`.
        package let tone: String
        package let rows: [FigureRow]
        package let action: String
        package let actionName: String
        package let actionLabel: String
        package let facts: [Fact]
        package let courses: [Course]
        package let traffic: Traffic
        package let hasRetries: Bool
        package let retries: [Retry]
        package let hasLessons: Bool
        package let lessons: [Row]
        package let hasIncidents: Bool
        package let incidents: [Incident]
        package let footer: String
        package let incidentsExplained: String
    }

    /// What is shown of the last incidents; the file has more.
    private static let incidentsMax = 20

    let messages: Messages
    let language: Language
    let status: EdgeStatus
    let plan: EdgePlan
    let time: LocalTime
    private let items: [Lesson.ID: EdgePlan.Item]

    package init(status: EdgeStatus, plan: EdgePlan, messages: Messages, language: Language) {
        self.messages = messages
        self.language = language
        self.status = status
        self.plan = plan
        self.items = Dictionary(plan.lessons.map { ($0.lesson, $0) }) { first, _ in first }
        self.time = LocalTime(timeZone: status.timeZone)
    }

    package var model: Model {
        let headline = self.headline
        let isPaused = self.status.link.isPaused
        return Model(
            school: self.status.schoolName.text(in: self.language),
            asOf: self.say("asOf", ["time": self.text(self.status.asOfMs)]),
            headline: headline.text,
            details: headline.details,
            tone: headline.tone,
            rows: self.figureRows.map(Model.FigureRow.init),
            action: isPaused ? "/technician/resume" : "/technician/pause",
            actionName: isPaused ? "resume" : "pause",
            actionLabel: self.say(isPaused ? "resume" : "pause"),
            facts: self.facts,
            courses: self.courses,
            traffic: self.traffic,
            hasRetries: !self.retries.isEmpty,
            retries: self.retries,
            hasLessons: !self.status.releases.isEmpty,
            lessons: self.inOrder.map(self.row),
            hasIncidents: !self.status.incidents.isEmpty,
            incidents: self.status.incidents.prefix(Self.incidentsMax).map(self.incident),
            footer: self.footer,
            incidentsExplained: self.say("incidentsExplained", ["total": "\(self.status.incidentsTotal)"])
        )
    }

    /// A message of this page.
    func say(_ key: String, _ values: [String: String] = [:]) -> String {
        self.messages.text("technician.\(key)", in: self.language, values)
    }

    func text(_ time: UTCTime) -> String {
        self.time.text(time, in: self.language)
    }

    /// What a person calls a rendition.
    func text(_ rendition: Rendition.ID) -> String {
        rendition.rawValue == "audio" ? self.say("rendition.audio") : rendition.rawValue
    }

    private var footer: String {
        self.say(
            "footer",
            [
                "id": "\(self.status.school)", "edge": "\(self.status.edge)",
                "version": self.status.softwareVersion,
            ]
        )
    }

    private func row(_ release: EdgeStatus.Release) -> Model.Row {
        let permille = Permille.of(release.heldBytes, in: release.sizeBytes)
        let (ready, tone) = self.ready(release)
        return Model.Row(
            lesson: release.lesson.rawValue,
            title: release.title.text(in: self.language),
            permille: permille,
            held: QuantityText.percent(permille: permille),
            size: QuantityText.bytes(release.sizeBytes),
            rendition: release.rendition.map(self.text),
            words: self.items[release.lesson]?.words.text(in: self.language),
            wishes: self.wishes(for: release),
            needed: release.neededAtMs.map(self.text) ?? "–",
            ready: ready,
            tone: tone
        )
    }

    /// In the order in which they come; what the plan does not know yet, last.
    private var inOrder: [EdgeStatus.Release] {
        let places = Dictionary(self.plan.lessons.enumerated().map { ($1.lesson, $0) }) { first, _ in first }
        return self.status.releases.sorted {
            (places[$0.lesson] ?? .max, $0.lesson) < (places[$1.lesson] ?? .max, $1.lesson)
        }
    }

    private func ready(_ release: EdgeStatus.Release) -> (text: String, tone: String) {
        if release.isHeld { return (self.say("readyHere"), "good") }
        guard let readyAt = release.readyAtMs else { return (self.say("readyUnknown"), "muted") }
        guard release.isLate, let needed = release.neededAtMs else { return (self.text(readyAt), "") }
        let late = self.messages.span(readyAt - needed, in: self.language, rounding: .up)
        return (self.say("readyLate", ["time": self.text(readyAt), "late": late]), "bad")
    }

    private func incident(_ incident: IncidentLog.Incident) -> Model.Incident {
        Model.Incident(
            time: self.text(incident.atMs),
            kind: self.say("kind.\(incident.kind.rawValue)"),
            subject: incident.subject,
            reason: incident.reason,
            times: incident.times > 1 ? self.say("times", ["times": "\(incident.times)"]) : nil
        )
    }
}
