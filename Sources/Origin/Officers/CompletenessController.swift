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
        let table = CompletenessTable(
            messages: self.messages,
            language: context.language,
            time: LocalTime(timeZone: self.reader.timeZone)
        )
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"completeness-\(county.county).csv\"",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: table.bytes(of: county)))
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
        try asker.mustSee(school.county)
        let statements = try await self.reader.statements(of: school.school).filter { $0.trainee == id }
        let reported = try await self.reader.reported(of: id)
        return try JSONResponse.of(Content(statements: statements, reported: reported))
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
