import CourseModel
import HTTPServing
import Hummingbird

/// Completeness and statements as JSON and CSV.
struct CompletenessController: Sendable {
    let reader: CompletenessReader
    let gate: OfficerGate
    let messages: Messages

    func addRoutes(to router: Router<WebContext>) {
        router.get("/v1/counties", use: self.counties)
        router.get("/v1/counties/:county/completeness", use: self.completeness)
        router.get("/v1/counties/:county/completeness.csv", use: self.table)
        router.get("/v1/schools/:school/completeness", use: self.school)
        router.get("/v1/schools/:school/completeness.csv", use: self.lessons)
        router.get("/v1/statements/:person", use: self.statements)
    }

    @Sendable private func counties(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Content: Encodable {
            struct Entry: Encodable {
                let county: County.ID
                let name: Title
            }

            let counties: [Entry]
        }
        let asker = try self.gate.asker(request)
        let counties = try self.reader.province.counties().filter { asker.maySee($0.county) }
        return try JSONResponse.of(Content(counties: counties.map { .init(county: $0.county, name: $0.name) }))
    }

    @Sendable private func completeness(_ request: Request, _ context: WebContext) async throws -> Response {
        try JSONResponse.of(try await self.county(request, context))
    }

    @Sendable private func table(_ request: Request, _ context: WebContext) async throws -> Response {
        let county = try await self.county(request, context)
        return self.csv(self.tables(context).bytes(of: county), of: county.county.rawValue)
    }

    @Sendable private func school(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Content: Encodable {
            let asOfMs: UTCTime
            let school: SchoolCompleteness
            let lessons: [HeldLesson]
        }
        let reading = try await self.reading(request, context)
        return try JSONResponse.of(
            Content(asOfMs: reading.asOfMs, school: reading.completeness, lessons: reading.lessons)
        )
    }

    @Sendable private func lessons(_ request: Request, _ context: WebContext) async throws -> Response {
        let reading = try await self.reading(request, context)
        let bytes = self.tables(context).bytes(
            of: reading.lessons,
            titles: LessonTitles.of(try self.reader.catalogue.programmes),
            asOfMs: reading.asOfMs
        )
        return self.csv(bytes, of: reading.completeness.school.rawValue)
    }

    private func tables(_ context: WebContext) -> CompletenessTable {
        CompletenessTable(
            text: OfficerText(
                messages: self.messages,
                language: context.language,
                time: LocalTime(timeZone: self.reader.timeZone)
            )
        )
    }

    private func csv(_ bytes: [UInt8], of name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"completeness-\(name).csv\"",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    @Sendable private func statements(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Content: Encodable {
            let statements: [Statement]
            let reported: [ReportedLesson]
        }
        let asker = try self.gate.asker(request)
        guard let id = Person.ID(try context.parameters.require("person")),
            let person = try self.reader.province.person(id),
            let school = try self.reader.province.school(person.school)
        else { throw Problem(.notFound, "unknown-person", "there is no such person") }
        try asker.mustSee(school)
        let statements = try await self.reader.statements(of: school.school).filter { $0.trainee == id }
        let reported = try await self.reader.reported(of: id)
        return try JSONResponse.of(Content(statements: statements, reported: reported))
    }

    private func reading(
        _ request: Request,
        _ context: WebContext
    ) async throws -> CompletenessReader.SchoolReading {
        let asker = try self.gate.asker(request)
        guard let id = School.ID(try context.parameters.require("school")),
            let school = try self.reader.province.school(id)
        else { throw Problem(.notFound, "unknown-school", "there is no such school") }
        try asker.mustSee(school)
        return try await self.reader.school(school)
    }

    private func county(_ request: Request, _ context: WebContext) async throws -> CountyCompleteness {
        let asker = try self.gate.asker(request)
        guard let id = County.ID(try context.parameters.require("county")),
            let county = try self.reader.province.county(id)
        else { throw Problem(.notFound, "unknown-county", "there is no such county") }
        try asker.mustSee(county.county)
        return try await self.reader.county(county)
    }
}
