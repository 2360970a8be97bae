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
            let helpCounts: [String]
            let lastReport: String
            let lastReportTone: String
            let disk: String
            let heldAsOf: String?
            let hours: String
            let hoursAsOf: String
            let trainees: String
        }

        /// A link to a part of the schools.
        struct Filter: Sendable {
            let label: String
            let path: String
            let count: String
            let isCurrent: Bool
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
        let need: String
        let needTone: String
        let verified: String
        let verifiedPermille: Int64
        let hours: String
        let trainees: String
        /// Where any school needs help.
        let hasFilters: Bool
        let filters: [Filter]
        let rows: [Row]
        let hasNoSchools: Bool
        let hasNoRows: Bool
    }

    /// As many titles as help; the rest is counted.
    private static let missingShownMax = 30

    let text: OfficerText
    /// Of every lesson of the current programmes.
    let titles: [Lesson.ID: Title]
    let hasReleases: Bool

    /// - Parameter need: which schools are shown; nil for all.
    func model(of county: CountyCompleteness, need: CountyNeed?, isProvince: Bool) -> Model {
        let rows = county.schools.filter { need?.fits($0) ?? true }
        let filters = self.filters(of: county, current: need)
        return Model(
            name: self.text.title(county.name),
            isProvince: isProvince,
            asOf: self.text.asOf(county.asOfMs),
            csvPath: "/v1/counties/\(county.county)/completeness.csv",
            schools: "\(county.schools.count)",
            silent: "\(county.silentSchools)",
            silentTone: county.silentSchools > 0 ? "bad" : "good",
            late: "\(county.lateSchools)",
            lateTone: county.lateSchools > 0 ? "bad" : "good",
            need: "\(county.schoolsInNeed)",
            needTone: county.schoolsInNeed > 0 ? "warn" : "good",
            verified: QuantityText.percent(permille: county.verifiedPermille),
            verifiedPermille: county.verifiedPermille,
            hours: self.text.ratio(county.creditedHundredths, of: county.requiredHundredths),
            trainees: "\(county.traineesDone) / \(county.trainees)",
            hasFilters: !filters.isEmpty,
            filters: filters,
            rows: rows.map { self.row(of: $0, asOfMs: county.asOfMs) },
            hasNoSchools: county.schools.isEmpty,
            hasNoRows: rows.isEmpty
        )
    }

    private func filters(of county: CountyCompleteness, current: CountyNeed?) -> [Model.Filter] {
        let needs = CountyNeed.all.filter { need in need == current || county.schools.contains(where: need.fits) }
        guard !needs.isEmpty else { return [] }
        return ([nil] + needs).map { need in
            Model.Filter(
                label: need.map(self.label) ?? self.text.say("county.all"),
                path: "/counties/\(county.county)" + (need.map { "?need=\($0.word)" } ?? ""),
                count: "\(county.schools.count { need?.fits($0) ?? true })",
                isCurrent: need == current
            )
        }
    }

    private func label(of need: CountyNeed) -> String {
        switch need {
        case .any: self.text.say("county.need")
        case .help(let help): self.text.name(of: help)
        }
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
                hasReleases: self.hasReleases,
                isPaused: school.isPaused
            ),
            helpCounts: self.text.help(school.help),
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
