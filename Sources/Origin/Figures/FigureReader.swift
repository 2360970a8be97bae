import CourseModel

/// Gathers what daily figures are made of, county by county.
package struct FigureReader: Sendable {
    private let completeness: CompletenessReader

    package init(completeness: CompletenessReader) {
        self.completeness = completeness
    }

    /// As of now.
    package func figures(of date: String, revision: Int64) async throws -> DailyFigures {
        let province = self.completeness.province
        var rollup = FigureRollup(programmes: try self.completeness.catalogue.programmes)
        for county in try province.counties() {
            rollup.add(
                FigureRollup.CountyEntry(
                    county: county,
                    schools: try await self.completeness.entries(of: county),
                    groups: try province.studyGroups(in: county.county)
                )
            )
        }
        return rollup.figures(of: date, revision: revision, at: self.completeness.now())
    }
}

extension CompletenessReader {
    /// The schools of a county with the facts that completeness is made of.
    func entries(of county: CountyRecord) async throws -> [FigureRollup.SchoolEntry] {
        let words = try await self.words(in: county.county)
        let rollup = try self.rollup(at: self.now())
        var entries: [FigureRollup.SchoolEntry] = []
        for school in try self.province.schools(in: county.county) {
            let facts = try await self.facts(school, words)
            let completeness = rollup.school(facts)
            entries.append(
                FigureRollup.SchoolEntry(
                    facts: facts,
                    isSilent: completeness.isSilent,
                    lastHeardMs: completeness.lastReportMs
                )
            )
        }
        return entries
    }
}
