import CourseModel
import HTTPServing

/// `/` for a province's officer: every county.
struct ProvincePage {
    struct Model: Sendable {
        struct Row: Sendable {
            let name: String
            let path: String
            let schools: String
            let silent: String
            let silentTone: String
            let late: String
            let lateTone: String
            let verified: String
            let verifiedPermille: Int64
            let barTone: String
            let hours: String
            let trainees: String
            let asOf: String
        }

        let asOf: String
        let counties: String
        let schools: String
        let silent: String
        let silentTone: String
        let late: String
        let lateTone: String
        let hours: String
        let trainees: String
        let rows: [Row]
        let hasNoCounties: Bool
    }

    let text: OfficerText

    func model(of counties: [CountyCompleteness], asOfMs: UTCTime) -> Model {
        let silent = counties.reduce(0) { $0 + $1.silentSchools }
        let late = counties.reduce(0) { $0 + $1.lateSchools }
        let credited = counties.reduce(CreditHours.zero) { $0 + $1.creditedHundredths }
        let required = counties.reduce(CreditHours.zero) { $0 + $1.requiredHundredths }
        let trainees = counties.reduce(0) { $0 + $1.trainees }
        return Model(
            asOf: self.text.asOf(asOfMs),
            counties: "\(counties.count)",
            schools: "\(counties.reduce(0) { $0 + $1.schools.count })",
            silent: "\(silent)",
            silentTone: silent > 0 ? "bad" : "good",
            late: "\(late)",
            lateTone: late > 0 ? "bad" : "good",
            hours: self.text.ratio(credited, of: required),
            trainees: "\(counties.reduce(0) { $0 + $1.traineesDone }) / \(trainees)",
            rows: counties.sorted(by: Self.isBefore).map(self.row),
            hasNoCounties: counties.isEmpty
        )
    }

    private func row(of county: CountyCompleteness) -> Model.Row {
        Model.Row(
            name: self.text.title(county.name),
            path: "/counties/\(county.county)",
            schools: "\(county.schools.count)",
            silent: "\(county.silentSchools)",
            silentTone: county.silentSchools > 0 ? "bad" : "",
            late: "\(county.lateSchools)",
            lateTone: county.lateSchools > 0 ? "bad" : "",
            verified: QuantityText.percent(permille: county.verifiedPermille),
            verifiedPermille: county.verifiedPermille,
            barTone: county.verifiedPermille == 1000 ? "good" : county.lateSchools > 0 ? "bad" : "",
            hours: self.text.ratio(county.creditedHundredths, of: county.requiredHundredths),
            trainees: "\(county.traineesDone) / \(county.trainees)",
            asOf: self.text.shortAsOf(county.asOfMs) ?? ""
        )
    }

    /// Counties with silent schools first, then with late ones, then by name.
    private static func isBefore(_ one: CountyCompleteness, _ other: CountyCompleteness) -> Bool {
        if one.silentSchools != other.silentSchools { return one.silentSchools > other.silentSchools }
        if one.lateSchools != other.lateSchools { return one.lateSchools > other.lateSchools }
        return one.name.zh < other.name.zh
    }
}
