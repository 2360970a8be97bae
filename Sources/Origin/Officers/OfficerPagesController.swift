import CourseModel
import CreditLedger
import HTTPServing
import Hummingbird

/// The pages that officers read. Nobody sees one without a sign-in, nor before choosing their own password.
struct OfficerPagesController: Sendable {
    let reader: CompletenessReader
    let visits: OfficerVisits
    /// Of which rule sets a programme was judged by, and since when.
    let ruleSets: @Sendable (Programme.ID) async throws -> [AdoptedRuleSet]

    private var pages: Pages { self.visits.pages }

    private typealias Visit = OfficerVisit

    func addRoutes(to router: Router<WebContext>) {
        self.add(to: router, "/", self.province)
        self.add(to: router, "/counties/:county", self.county)
        self.add(to: router, "/schools/:school", self.school)
        self.add(to: router, "/people/:person", self.person)
        self.add(to: router, "/programmes", self.programmes)
        self.add(to: router, "/programmes/:programme", self.programme)
    }

    private func add(
        to router: Router<WebContext>,
        _ path: RouterPath,
        _ page: @escaping @Sendable (Visit, WebContext) async throws -> Response
    ) {
        router.get(path) { request, context in
            try await self.visits.visit(request, context) { try await page($0, context) }
        }
    }

    @Sendable private func province(_ visit: Visit, _ context: WebContext) async throws -> Response {
        switch visit.officer.scope {
        case .province, .city: break
        case .county(let county): return LocalPath.redirect(to: "/counties/\(county)")
        case .school(let school): return LocalPath.redirect(to: "/schools/\(school)")
        }
        let asOfMs = self.reader.now()
        let counties = try await self.reader.counties { visit.officer.scope.includes($0) }
        let model = ProvincePage(text: visit.text).model(of: counties, asOfMs: asOfMs)
        return try self.pages.page("province", title: "nav.province", model, context: visit.frame)
    }

    @Sendable private func county(_ visit: Visit, _ context: WebContext) async throws -> Response {
        guard let id = County.ID(try context.parameters.require("county")),
            let county = try self.reader.province.county(id)
        else { throw Problem(.notFound, "unknown-county", "there is no such county") }
        try OfficerAsker.officer(visit.officer).mustSee(id)
        let page = CountyPage(
            text: visit.text,
            titles: LessonTitles.of(try self.reader.catalogue.programmes),
            hasReleases: try self.reader.catalogue.current?.payload.releases.isEmpty == false
        )
        let model = page.model(
            of: try await self.reader.county(county),
            need: visit.request.uri.queryParameters["need"].flatMap { CountyNeed(word: String($0)) },
            isProvince: visit.officer.scope.level == .province || visit.officer.scope.level == .city
        )
        return try self.pages.page("county", title: model.name, model, context: visit.frame)
    }

    @Sendable private func school(_ visit: Visit, _ context: WebContext) async throws -> Response {
        guard let id = School.ID(try context.parameters.require("school")),
            let school = try self.reader.province.school(id),
            let county = try self.reader.province.county(school.county)
        else { throw Problem(.notFound, "unknown-school", "there is no such school") }
        try OfficerAsker.officer(visit.officer).mustSee(school)
        let page = SchoolPage(text: visit.text, programmes: try self.reader.catalogue.programmes)
        let model = page.model(
            of: try await self.reader.school(school),
            county: county,
            people: try self.reader.province.people(of: school.school)
        )
        return try self.pages.page("school", title: model.name, model, context: visit.frame)
    }

    @Sendable private func person(_ visit: Visit, _ context: WebContext) async throws -> Response {
        guard let id = Person.ID(try context.parameters.require("person")),
            let person = try self.reader.province.person(id),
            let school = try self.reader.province.school(person.school)
        else { throw Problem(.notFound, "unknown-person", "there is no such person") }
        try OfficerAsker.officer(visit.officer).mustSee(school)
        let statements = try await self.reader.statements(of: school.school).filter { $0.trainee == id }
        let page = PersonPage(text: visit.text, programmes: try self.reader.catalogue.programmes)
        let model = page.model(of: person, school: school, statements: statements, asOfMs: self.reader.now())
        return try self.pages.page("person", title: model.name, model, context: visit.frame)
    }

    @Sendable private func programmes(_ visit: Visit, _ context: WebContext) async throws -> Response {
        let page = ProgrammePage(text: visit.text, catalogue: try self.reader.catalogue.current?.payload)
        let model = page.list(of: try self.reader.catalogue.programmes, asOfMs: self.reader.now())
        return try self.pages.page("programmes", title: "nav.programmes", model, context: visit.frame)
    }

    @Sendable private func programme(_ visit: Visit, _ context: WebContext) async throws -> Response {
        guard let id = Programme.ID(try context.parameters.require("programme")),
            let programme = try self.reader.catalogue.programmes.first(where: { $0.programme == id })
        else { throw Problem(.notFound, "unknown-programme", "there is no such programme") }
        let page = ProgrammePage(text: visit.text, catalogue: try self.reader.catalogue.current?.payload)
        let model = page.model(
            of: programme,
            ruleSets: try await self.ruleSets(id),
            asOfMs: self.reader.now()
        )
        return try self.pages.page("programme", title: model.name, model, context: visit.frame)
    }
}
