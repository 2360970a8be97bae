package import CourseModel
package import CreditLedger
package import Crediting
import Prefetching

/// Gathers the facts of schools and makes completeness of them, as of now.
package struct CompletenessReader: Sendable {
    let province: ProvinceDatabase
    let catalogue: CatalogueStore
    /// IANA name: times are shown in it.
    let timeZone: String
    private let journals: @Sendable () async throws -> [Edge.ID: EdgeJournalState]
    private let statements: @Sendable (School.ID) async throws -> [Statement]
    private let evidence: @Sendable (Person.ID) async throws -> Evidence
    let now: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - timeZone: Of the province, IANA name; times are shown in it.
    ///   - journals: How far the journal of each edge has come; none for one that never reported.
    ///   - statements: What the ledger says of a school's trainees.
    ///   - evidence: What was reported of one trainee.
    package init(
        province: ProvinceDatabase,
        catalogue: CatalogueStore,
        timeZone: String,
        journals: @escaping @Sendable () async throws -> [Edge.ID: EdgeJournalState],
        statements: @escaping @Sendable (School.ID) async throws -> [Statement],
        evidence: @escaping @Sendable (Person.ID) async throws -> Evidence,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.province = province
        self.catalogue = catalogue
        self.timeZone = timeZone
        self.journals = journals
        self.statements = statements
        self.evidence = evidence
        self.now = now
    }

    /// One school, with the facts behind it.
    struct SchoolReading: Sendable {
        let facts: SchoolFacts
        let completeness: SchoolCompleteness
        let lessons: [HeldLesson]
        let asOfMs: UTCTime
    }

    /// What all edges have said: read once for a page, however many schools it shows.
    struct EdgeWords {
        let edges: [School.ID: [EdgeRecord]]
        let holdings: [Edge.ID: (holdings: Holdings, receivedAtMs: UTCTime)]
        let journals: [Edge.ID: EdgeJournalState]
    }

    /// What was reported of a person's viewing, by lesson.
    func reported(of person: Person.ID) async throws -> [ReportedLesson] {
        ReportedLesson.lines(of: try await self.evidence(person))
    }

    /// The viewing sessions that were reported of a person, the latest first.
    func sessions(of person: Person.ID) async throws -> [Evidence.Play] {
        try await self.evidence(person).plays.sorted { ($1.startMs, $0.play) < ($0.startMs, $1.play) }
    }

    package func county(_ county: CountyRecord) async throws -> CountyCompleteness {
        let words = try await self.words(in: county.county)
        return try await self.county(county, words, try self.rollup(at: self.now()))
    }

    /// The counties of the province that somebody may see, as of one time.
    func counties(_ maySee: (County.ID) -> Bool) async throws -> [CountyCompleteness] {
        let words = try await self.words(in: nil)
        let rollup = try self.rollup(at: self.now())
        var counties: [CountyCompleteness] = []
        for county in try self.province.counties() where maySee(county.county) {
            counties.append(try await self.county(county, words, rollup))
        }
        return counties
    }

    func school(_ school: SchoolRecord) async throws -> SchoolReading {
        let now = self.now()
        let facts = try await self.facts(school, try await self.words(in: school.county))
        let rollup = try self.rollup(at: now)
        return SchoolReading(
            facts: facts,
            completeness: rollup.school(facts),
            lessons: rollup.lessons(facts),
            asOfMs: now
        )
    }

    func statements(of school: School.ID) async throws -> [Statement] {
        try await self.statements(school)
    }

    func words(in county: County.ID?) async throws -> EdgeWords {
        EdgeWords(
            edges: Dictionary(grouping: try self.province.edges(), by: \.school),
            holdings: try self.province.latestHoldings(in: county),
            journals: try await self.journals()
        )
    }

    func rollup(at now: UTCTime) throws -> CompletenessRollup {
        CompletenessRollup(
            catalogue: try self.catalogue.current?.payload,
            programmes: try self.catalogue.programmes,
            now: now
        )
    }

    private func county(
        _ county: CountyRecord,
        _ words: EdgeWords,
        _ rollup: CompletenessRollup
    ) async throws -> CountyCompleteness {
        var facts: [SchoolFacts] = []
        for school in try self.province.schools(in: county.county) {
            facts.append(try await self.facts(school, words))
        }
        return rollup.county(county, schools: facts)
    }

    /// A school that changed its computer has several edges; the one that said something last speaks for it.
    func facts(_ school: SchoolRecord, _ words: EdgeWords) async throws -> SchoolFacts {
        let edges = (words.edges[school.school] ?? []).map(\.edge)
        let latest = edges.compactMap { words.holdings[$0] }.max { $0.receivedAtMs < $1.receivedAtMs }
        let trainees = try self.province.people(of: school.school).filter { $0.role == .trainee }
        return SchoolFacts(
            school: school,
            isEnrolled: !edges.isEmpty,
            held: latest.map { SchoolFacts.Held(holdings: $0.holdings, receivedAtMs: $0.receivedAtMs) },
            lastReportMs: edges.compactMap { words.journals[$0]?.lastReportAtMs }.max(),
            isForked: edges.last.flatMap { words.journals[$0]?.isForked } ?? false,
            registrations: Dictionary(trainees.map { ($0.person, $0.registrations) }) { first, _ in first },
            statements: try await self.statements(school.school)
        )
    }
}
