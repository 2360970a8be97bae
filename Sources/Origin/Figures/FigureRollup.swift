package import CourseModel

/// From facts to daily figures: pure, so that the same facts always make the same figures.
package struct FigureRollup: Sendable {
    /// A school, and whether it is silent.
    package struct SchoolEntry: Sendable {
        package let facts: SchoolFacts
        package let isSilent: Bool
        package let lastHeardMs: UTCTime?

        package init(facts: SchoolFacts, isSilent: Bool, lastHeardMs: UTCTime?) {
            self.facts = facts
            self.isSilent = isSilent
            self.lastHeardMs = lastHeardMs
        }
    }

    package struct CountyEntry: Sendable {
        package let county: CountyRecord
        package let schools: [SchoolEntry]
        /// Of all programmes.
        package let groups: [ProvinceDatabase.AcceptedGroup]

        package init(county: CountyRecord, schools: [SchoolEntry], groups: [ProvinceDatabase.AcceptedGroup]) {
            self.county = county
            self.schools = schools
            self.groups = groups
        }
    }

    private struct Place: Hashable {
        let person: Person.ID
        let programme: Programme.ID
    }

    private let programmes: [Programme]
    private var figures: [Programme.ID: [CountyFigures]] = [:]

    package init(programmes: [Programme]) {
        self.programmes = programmes.sorted { $0.programme < $1.programme }
    }

    /// Adds a county; one after the other, so that a province's facts need not be in memory together.
    package mutating func add(_ entry: CountyEntry) {
        var statements: [Place: Statement] = [:]
        for statement in entry.schools.flatMap(\.facts.statements) {
            statements[Place(person: statement.trainee, programme: statement.programme)] = statement
        }
        for programme in self.programmes {
            let county = self.county(entry, programme, statements)
            guard !county.schools.isEmpty else { continue }
            self.figures[programme.programme, default: []].append(county)
        }
    }

    package func figures(of date: String, revision: Int64, at now: UTCTime) -> DailyFigures {
        DailyFigures(
            date: date,
            revision: revision,
            asOfMs: now,
            programmes: self.programmes.map { programme in
                ProgrammeFigures(
                    programme: programme.programme,
                    title: programme.title,
                    phases: programme.phases.map { .init(phase: $0.phase, title: $0.title) },
                    counties: (self.figures[programme.programme] ?? []).sorted { $0.county < $1.county }
                )
            }
        )
    }

    private func county(
        _ entry: CountyEntry,
        _ programme: Programme,
        _ statements: [Place: Statement]
    ) -> CountyFigures {
        var counts = FigureCounts(programme: programme)
        var schools: [SchoolFigures] = []
        for school in entry.schools.sorted(by: { $0.facts.school.school < $1.facts.school.school }) {
            let people = Self.counted(school.facts, in: programme.programme)
            guard !people.isEmpty else { continue }
            let figures = SchoolFigures(
                school: school.facts.school.school,
                name: school.facts.school.name,
                isSilent: school.isSilent,
                lastReportMs: school.lastHeardMs,
                counts: self.counts(of: people, programme, statements)
            )
            counts.add(figures.counts)
            schools.append(figures)
        }
        return CountyFigures(
            county: entry.county.county,
            name: entry.county.name,
            schoolCount: Int64(schools.count),
            silentSchools: Int64(schools.count(where: \.isSilent)),
            counts: counts,
            schools: schools,
            groups: entry.groups.filter { $0.programme == programme.programme }.map { group in
                GroupFigures(
                    studyGroup: group.studyGroup,
                    name: group.name,
                    counts: self.counts(of: group.members, programme, statements)
                )
            }
        )
    }

    private func counts(
        of people: [Person.ID],
        _ programme: Programme,
        _ statements: [Place: Statement]
    ) -> FigureCounts {
        var counts = FigureCounts(programme: programme)
        for person in people {
            counts.add(statements[Place(person: person, programme: programme.programme)], in: programme)
        }
        return counts
    }

    /// Guides and experts are in a programme, and are not counted as its trainees.
    private static func counted(_ facts: SchoolFacts, in programme: Programme.ID) -> [Person.ID] {
        facts.registrations.compactMap { person, registrations in
            let isTrainee = registrations.contains {
                $0.programme == programme && ($0.identity == .trainee || $0.identity == .groupLeader)
            }
            return isTrainee ? person : nil
        }.sorted()
    }
}
