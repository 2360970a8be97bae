package import CourseModel
import Prefetching

/// Gathers the facts of schools and makes completeness of them, as of now.
package struct CompletenessReader: Sendable {
    let province: ProvinceDatabase
    let catalogue: CatalogueStore
    private let lastReport: @Sendable (Edge.ID) async throws -> UTCTime?
    private let statements: @Sendable (School.ID) async throws -> [Statement]
    let now: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - lastReport: When an edge last reported rows of its journal.
    ///   - statements: What the ledger says of a school's trainees.
    package init(
        province: ProvinceDatabase,
        catalogue: CatalogueStore,
        lastReport: @escaping @Sendable (Edge.ID) async throws -> UTCTime?,
        statements: @escaping @Sendable (School.ID) async throws -> [Statement],
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.province = province
        self.catalogue = catalogue
        self.lastReport = lastReport
        self.statements = statements
        self.now = now
    }

    /// One school, with the facts behind it.
    struct SchoolReading: Sendable {
        let facts: SchoolFacts
        let completeness: SchoolCompleteness
        let lessons: [HeldLesson]
        let asOfMs: UTCTime
    }

    package func county(_ county: CountyRecord) async throws -> CountyCompleteness {
        let edges = Dictionary(grouping: try self.province.edges(), by: \.school)
        let holdings = try self.province.latestHoldings(in: county.county)
        var facts: [SchoolFacts] = []
        for school in try self.province.schools(in: county.county) {
            facts.append(try await self.facts(school, edges: edges[school.school] ?? [], holdings))
        }
        return try self.rollup().county(county, schools: facts)
    }

    func school(_ school: SchoolRecord) async throws -> SchoolReading {
        let edges = try self.province.edges().filter { $0.school == school.school }
        let holdings = try self.province.latestHoldings(in: school.county)
        let facts = try await self.facts(school, edges: edges, holdings)
        let now = self.now()
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

    /// Times are shown as in the first programme's place.
    var timeZone: String {
        get throws { try self.catalogue.programmes.first?.timeZone ?? "Asia/Shanghai" }
    }

    private func rollup(at now: UTCTime? = nil) throws -> CompletenessRollup {
        CompletenessRollup(
            catalogue: try self.catalogue.current?.payload,
            programmes: try self.catalogue.programmes,
            now: now ?? self.now()
        )
    }

    /// A school that changed its computer has several edges; the one that said something last speaks for it.
    private func facts(
        _ school: SchoolRecord,
        edges: [EdgeRecord],
        _ holdings: [Edge.ID: (holdings: Holdings, receivedAtMs: UTCTime)]
    ) async throws -> SchoolFacts {
        let latest = edges.compactMap { holdings[$0.edge] }.max { $0.receivedAtMs < $1.receivedAtMs }
        var lastReportMs: UTCTime?
        for edge in edges {
            guard let time = try await self.lastReport(edge.edge) else { continue }
            lastReportMs = max(lastReportMs ?? time, time)
        }
        let trainees = try self.province.people(of: school.school).filter { $0.role == .trainee }
        return SchoolFacts(
            school: school,
            isEnrolled: !edges.isEmpty,
            held: latest.map { SchoolFacts.Held(holdings: $0.holdings, receivedAtMs: $0.receivedAtMs) },
            lastReportMs: lastReportMs,
            registrations: Dictionary(trainees.map { ($0.person, $0.registrations) }) { first, _ in first },
            statements: try await self.statements(school.school)
        )
    }
}
