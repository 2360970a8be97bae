package import CourseModel
package import HTTPServing

/// Daily figures as a table for spreadsheets: a row for each county, school and study group of each programme.
package struct FigureTable: Sendable {
    private let text: OfficerText

    /// - Parameter timeZone: IANA name; times are shown in it.
    package init(messages: Messages, language: Language, timeZone: String) {
        self.text = OfficerText(messages: messages, language: language, time: LocalTime(timeZone: timeZone))
    }

    private struct PhaseColumn: Hashable {
        let programme: Programme.ID
        let phase: Phase.ID
    }

    private struct Row {
        let level: String
        let county: CountyFigures
        var school: SchoolFigures?
        var group: GroupFigures?
        let counts: FigureCounts
    }

    package func bytes(of figures: DailyFigures) -> [UInt8] {
        let phases = figures.programmes.flatMap { programme in
            programme.phases.map { (PhaseColumn(programme: programme.programme, phase: $0.phase), $0.title) }
        }
        let reasons = Set(
            figures.programmes.flatMap(\.counties).flatMap(\.counts.refused).map(\.reason)
        ).sorted { $0.rawValue < $1.rawValue }
        let columns = [
            "date", "revision", "asOf", "programme", "level", "county", "countyName", "school", "name", "group",
            "groupName", "silent", "lastReport", "registered", "active", "complete", "credited", "required",
        ]
        var table = CSVTable(
            header: columns.map { self.text.say("table.\($0)") }
                + phases.map { column, title in
                    self.text.say(
                        "table.phaseHours",
                        ["programme": column.programme.rawValue, "phase": self.text.title(title)]
                    )
                }
                + reasons.map { self.text.say("table.refused", ["reason": $0.rawValue]) }
        )
        for programme in figures.programmes {
            for row in programme.counties.flatMap(Self.rows) {
                table.append(
                    self.cells(row, figures, programme.programme)
                        + phases.map { column, _ in Self.hours(row, column, in: programme.programme) }
                        + reasons.map { Self.minutes(row, $0) }
                )
            }
        }
        return table.bytes
    }

    private static func rows(of county: CountyFigures) -> [Row] {
        [Row(level: "county", county: county, counts: county.counts)]
            + county.schools.map { Row(level: "school", county: county, school: $0, counts: $0.counts) }
            + county.groups.map { Row(level: "group", county: county, group: $0, counts: $0.counts) }
    }

    private func cells(_ row: Row, _ figures: DailyFigures, _ programme: Programme.ID) -> [CSVTable.Cell] {
        [
            .text(figures.date),
            .number("\(figures.revision)"),
            .number(self.text.time.sortable(figures.asOfMs)),
            .text(programme.rawValue),
            .text(self.text.say("level.\(row.level)")),
            .text(row.county.county.rawValue),
            .text(self.text.title(row.county.name)),
            .text(row.school?.school.rawValue ?? ""),
            .text((row.school?.name).map(self.text.title) ?? ""),
            .text(row.group?.studyGroup.rawValue ?? ""),
            .text(row.group?.name ?? ""),
            self.silence(row),
            (row.school?.lastReportMs).map { .number(self.text.time.sortable($0)) } ?? .empty,
            .number("\(row.counts.registered)"),
            .number("\(row.counts.active)"),
            .number("\(row.counts.complete)"),
            .number(QuantityText.hours(row.counts.creditedHundredths)),
            .number(QuantityText.hours(row.counts.requiredHundredths)),
        ]
    }

    /// How many schools of a county are silent; of a school, whether it is.
    private func silence(_ row: Row) -> CSVTable.Cell {
        switch row.level {
        case "county": .number("\(row.county.silentSchools)")
        case "school": .text(self.text.say(row.school?.isSilent == true ? "table.yes" : "table.no"))
        default: .empty
        }
    }

    private static func hours(_ row: Row, _ column: PhaseColumn, in programme: Programme.ID) -> CSVTable.Cell {
        guard column.programme == programme,
            let phase = row.counts.phases.first(where: { $0.phase == column.phase })
        else { return .empty }
        return .number(QuantityText.hours(phase.creditedHundredths))
    }

    private static func minutes(_ row: Row, _ reason: Reason) -> CSVTable.Cell {
        let refused = row.counts.refused.first { $0.reason == reason }?.refusedMs ?? .zero
        return .number("\(refused.milliseconds / 60_000)")
    }
}
