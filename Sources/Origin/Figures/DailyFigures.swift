package import CourseModel

/// How far every county, school and study group is, as it was known at one time of one day.
///
/// The JSON is stable: keys are added, never renamed.
package struct DailyFigures: Hashable, Sendable, Codable {
    /// In the province's time zone, `2027-07-15`.
    package let date: String
    /// From 1; figures of the same date that say something else have the next one. 0: not kept.
    package let revision: Int64
    package let asOfMs: UTCTime
    package let programmes: [ProgrammeFigures]

    package init(date: String, revision: Int64, asOfMs: UTCTime, programmes: [ProgrammeFigures]) {
        self.date = date
        self.revision = revision
        self.asOfMs = asOfMs
        self.programmes = programmes
    }

    /// Of one county only, study groups too.
    package func of(_ county: County.ID) -> Self {
        self.mapped { $0.county == county ? $0 : nil }
    }

    /// Of every county and school, without study groups: what goes out.
    package var summary: Self {
        self.mapped { county in
            var county = county
            county.groups = []
            return county
        }
    }

    package var counties: [County.ID] {
        Set(self.programmes.flatMap(\.counties).map(\.county)).sorted()
    }

    /// Names what the figures say, whenever and however often they were made. That a school was heard of again is no news
    /// as long as it was not silent.
    package func digest() throws -> Digest {
        let news = self.mapped { county in
            var county = county
            county.schools = county.schools.map { school in
                var school = school
                school.lastReportMs = nil
                return school
            }
            return county
        }
        return Digest(of: try CanonicalJSON.encode(news.programmes))
    }

    private func mapped(_ county: (CountyFigures) -> CountyFigures?) -> Self {
        Self(
            date: self.date,
            revision: self.revision,
            asOfMs: self.asOfMs,
            programmes: self.programmes.map { programme in
                var programme = programme
                programme.counties = programme.counties.compactMap(county)
                return programme
            }
        )
    }
}

package struct ProgrammeFigures: Hashable, Sendable, Codable {
    package struct NamedPhase: Hashable, Sendable, Codable {
        package let phase: Phase.ID
        package let title: Title
    }

    package let programme: Programme.ID
    package let title: Title
    package let phases: [NamedPhase]
    /// By county.
    package var counties: [CountyFigures]

    package init(programme: Programme.ID, title: Title, phases: [NamedPhase], counties: [CountyFigures]) {
        self.programme = programme
        self.title = title
        self.phases = phases
        self.counties = counties
    }
}

package struct CountyFigures: Hashable, Sendable, Codable {
    package let county: County.ID
    package let name: Title
    /// Schools with anybody in the programme.
    package let schoolCount: Int64
    package let silentSchools: Int64
    package let counts: FigureCounts
    /// By school; only those with anybody in the programme.
    package var schools: [SchoolFigures]
    /// By name; people of other counties are in them too.
    package var groups: [GroupFigures]
}

package struct SchoolFigures: Hashable, Sendable, Codable {
    package let school: School.ID
    package let name: Title
    /// Nothing was heard of it for longer than the rules allow: what its trainees have is as of then.
    package let isSilent: Bool
    package var lastReportMs: UTCTime?
    package let counts: FigureCounts
}

package struct GroupFigures: Hashable, Sendable, Codable {
    package let studyGroup: StudyGroup.ID
    package let name: String
    package let counts: FigureCounts
}

extension CountyFigures {
    /// Some schools of the county, with sums of their own; nil where there is none.
    func of(schools: [SchoolFigures]) -> CountyFigures? {
        guard var counts = schools.first?.counts else { return nil }
        for school in schools.dropFirst() { counts.add(school.counts) }
        return CountyFigures(
            county: self.county,
            name: self.name,
            schoolCount: Int64(schools.count),
            silentSchools: Int64(schools.count(where: \.isSilent)),
            counts: counts,
            schools: schools,
            groups: []
        )
    }
}
