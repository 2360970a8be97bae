import CourseModel
import HTTPServing

/// `/counties/{county}`: every school of a county.
struct CountyPage {
    struct Model: Sendable {
        struct Row: Sendable {
            let name: String
            let path: String
            let status: String
            let tone: String
            let verified: String
            let verifiedPermille: Int64
            let barTone: String
            let missingText: String?
            let missing: [String]
            let missingMore: String?
            let ready: OfficerText.Ready
            let lastReport: String
            let lastReportTone: String
            let disk: String
            let heldAsOf: String?
            let hours: String
            let hoursAsOf: String
            let trainees: String
        }

        let name: String
        let isProvince: Bool
        let asOf: String
        let csvPath: String
        let schools: String
        let silent: String
        let silentTone: String
        let late: String
        let lateTone: String
        let verified: String
        let verifiedPermille: Int64
        let hours: String
        let trainees: String
        let rows: [Row]
        let hasNoSchools: Bool
    }

    /// As many titles as help; the rest is counted.
    private static let missingShownMax = 30

    let text: OfficerText
    /// Of every lesson of the current programmes.
    let titles: [Lesson.ID: Title]
    let hasReleases: Bool

    func model(of county: CountyCompleteness, isProvince: Bool) -> Model {
        Model(
            name: self.text.title(county.name),
            isProvince: isProvince,
            asOf: self.text.asOf(county.asOfMs),
            csvPath: "/v1/counties/\(county.county)/completeness.csv",
            schools: "\(county.schools.count)",
            silent: "\(county.silentSchools)",
            silentTone: county.silentSchools > 0 ? "bad" : "good",
            late: "\(county.lateSchools)",
            lateTone: county.lateSchools > 0 ? "bad" : "good",
            verified: QuantityText.percent(permille: county.verifiedPermille),
            verifiedPermille: county.verifiedPermille,
            hours: self.text.ratio(county.creditedHundredths, of: county.requiredHundredths),
            trainees: "\(county.traineesDone) / \(county.trainees)",
            rows: county.schools.map { self.row(of: $0, asOfMs: county.asOfMs) },
            hasNoSchools: county.schools.isEmpty
        )
    }

    private func row(of school: SchoolCompleteness, asOfMs: UTCTime) -> Model.Row {
        let status = SchoolStatus(school)
        let missing = school.lessonsMissing
        return Model.Row(
            name: self.text.title(school.name),
            path: "/schools/\(school.school)",
            status: self.text.say(status.messageKey),
            tone: status.tone,
            verified: QuantityText.percent(permille: school.verifiedPermille),
            verifiedPermille: school.verifiedPermille,
            barTone: school.verifiedPermille == 1000 ? "good" : school.isLate ? "bad" : "",
            missingText: missing.isEmpty ? nil : self.text.say("missing.count", ["count": "\(missing.count)"]),
            missing: missing.prefix(Self.missingShownMax).map { self.titles[$0].map(self.text.title) ?? $0.rawValue },
            missingMore: missing.count > Self.missingShownMax
                ? self.text.say("missing.more", ["count": "\(missing.count - Self.missingShownMax)"]) : nil,
            ready: self.text.ready(
                isHeld: missing.isEmpty,
                isLate: school.isLate,
                readyAtMs: school.readyAtMs,
                neededAtMs: school.neededAtMs,
                hasReleases: self.hasReleases
            ),
            lastReport: self.text.lastReport(school.lastReportMs),
            lastReportTone: school.isSilent ? "bad" : "",
            disk: school.diskFreeBytes.map(QuantityText.bytes) ?? "–",
            heldAsOf: self.text.shortAsOf(school.asOfMs),
            hours: self.text.ratio(school.creditedHundredths, of: school.requiredHundredths),
            hoursAsOf: self.text.shortAsOf(asOfMs) ?? "",
            trainees: "\(school.traineesDone) / \(school.trainees)"
        )
    }
}
