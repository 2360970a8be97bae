import CourseModel
import HTTPServing

/// `/schools/{school}`: what one school holds, and its trainees' hours.
struct SchoolPage {
    struct Model: Sendable {
        struct LessonRow: Sendable {
            let title: String
            let verified: String
            let verifiedPermille: Int64
            let barTone: String
            let size: String
            let rendition: String?
            let ready: OfficerText.Ready
            /// When it will be there nine times out of ten.
            let readyLate: String?
            let helpText: String?
        }

        struct TraineeRow: Sendable {
            let name: String
            let login: String
            let path: String
            let programme: String
            let hours: String
            let hoursPermille: Int64
            let isDone: Bool
        }

        let name: String
        let county: String
        let countyPath: String
        let status: String
        let tone: String
        let asOf: String
        let csvPath: String
        let verified: String
        let verifiedPermille: Int64
        let barTone: String
        let ready: OfficerText.Ready
        let needsHelp: Bool
        let helpCounts: [String]
        let lastReport: String
        let lastReportTone: String
        let disk: String
        let rate: String
        let software: String
        let isPaused: Bool
        let heldAsOf: String?
        let hours: String
        let trainees: String
        let lessons: [LessonRow]
        let hasNoLessons: Bool
        let people: [TraineeRow]
        let hasNoPeople: Bool
    }

    let text: OfficerText
    let programmes: [Programme]

    func model(
        of reading: CompletenessReader.SchoolReading,
        county: CountyRecord,
        people: [PersonRecord]
    ) -> Model {
        let school = reading.completeness
        let status = SchoolStatus(school)
        let holdings = reading.facts.held?.holdings
        let titles = LessonTitles.of(self.programmes)
        let lessons = reading.lessons.map { self.row(of: $0, titles: titles, now: reading.asOfMs) }
        let trainees = self.trainees(people, reading.facts.statements)
        return Model(
            name: self.text.title(school.name),
            county: self.text.title(county.name),
            countyPath: "/counties/\(county.county)",
            status: self.text.say(status.messageKey),
            tone: status.tone,
            asOf: self.text.asOf(reading.asOfMs),
            csvPath: "/v1/schools/\(school.school)/completeness.csv",
            verified: QuantityText.percent(permille: school.verifiedPermille),
            verifiedPermille: school.verifiedPermille,
            barTone: school.verifiedPermille == 1000 ? "good" : school.isLate ? "bad" : "",
            ready: self.text.ready(
                isHeld: school.lessonsMissing.isEmpty,
                isLate: school.isLate,
                readyAtMs: school.readyAtMs,
                neededAtMs: school.neededAtMs,
                hasReleases: !reading.lessons.isEmpty,
                isPaused: school.isPaused
            ),
            needsHelp: !school.help.isEmpty,
            helpCounts: self.text.help(school.help),
            lastReport: self.text.lastReport(school.lastReportMs),
            lastReportTone: school.isSilent ? "bad" : "",
            disk: school.diskFreeBytes.map(QuantityText.bytes) ?? "–",
            rate: (holdings?.rateBytesPerSecond).map { QuantityText.bytes($0) + "/s" } ?? "–",
            software: holdings?.softwareVersion ?? "–",
            isPaused: school.isPaused,
            heldAsOf: self.text.shortAsOf(school.asOfMs),
            hours: self.text.ratio(school.creditedHundredths, of: school.requiredHundredths),
            trainees: "\(school.traineesDone) / \(school.trainees)",
            lessons: lessons,
            hasNoLessons: lessons.isEmpty,
            people: trainees,
            hasNoPeople: trainees.isEmpty
        )
    }

    private func row(of lesson: HeldLesson, titles: [Lesson.ID: Title], now: UTCTime) -> Model.LessonRow {
        let permille = Permille.of(lesson.heldBytes, in: lesson.sizeBytes)
        return Model.LessonRow(
            title: titles[lesson.lesson].map(self.text.title) ?? lesson.lesson.rawValue,
            verified: QuantityText.percent(permille: permille),
            verifiedPermille: permille,
            barTone: lesson.isHeld ? "good" : lesson.isLate(at: now) ? "bad" : "",
            size: QuantityText.bytes(lesson.sizeBytes),
            rendition: lesson.rendition.map(self.text.name),
            ready: self.text.ready(
                isHeld: lesson.isHeld,
                isLate: lesson.isLate(at: now),
                readyAtMs: lesson.readyAtMs,
                neededAtMs: lesson.neededAtMs,
                heldKey: "status.ready"
            ),
            readyLate: lesson.isHeld
                ? nil
                : lesson.readyLateAtMs.map {
                    self.text.say("ready.lateAt", ["time": self.text.moment($0, near: lesson.neededAtMs)])
                },
            helpText: self.text.help(lesson.help)
        )
    }

    private func trainees(_ people: [PersonRecord], _ statements: [Statement]) -> [Model.TraineeRow] {
        let programmes = Dictionary(self.programmes.map { ($0.programme, $0) }) { first, _ in first }
        let byTrainee = Dictionary(grouping: statements, by: \.trainee)
        return people.filter { $0.role == .trainee }.flatMap { person in
            person.registrations.map { registration in
                let programme = programmes[registration.programme]
                let statement = byTrainee[person.person]?.first { $0.programme == registration.programme }
                let credited = statement?.creditedHundredths ?? .zero
                let required = statement?.requiredHundredths ?? programme?.requiredHundredths ?? .zero
                return Model.TraineeRow(
                    name: person.name,
                    login: person.login,
                    path: "/people/\(person.person)",
                    programme: programme.map { self.text.title($0.title) } ?? registration.programme.rawValue,
                    hours: self.text.ratio(credited, of: required),
                    hoursPermille: Permille.of(
                        ByteCount(bytes: credited.hundredths),
                        in: ByteCount(bytes: required.hundredths)
                    ),
                    isDone: required > .zero && credited >= required
                )
            }
        }
    }
}

/// What the lessons of the current programmes are called.
enum LessonTitles {
    static func of(_ programmes: [Programme]) -> [Lesson.ID: Title] {
        Dictionary(programmes.flatMap(\.lessons).map { ($0.lesson, $0.title) }) { first, _ in first }
    }
}
