package import CourseModel
package import HTTPServing
import Hummingbird

/// `GET /v1/statements`: what the trainees of the school whose edge asks have been credited.
package struct StatementsController: Sendable {
    private let builder: StatementBuilder
    private let province: ProvinceDatabase
    private let key: SigningKey

    package init(builder: StatementBuilder, province: ProvinceDatabase, key: SigningKey) {
        self.builder = builder
        self.province = province
        self.key = key
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.get("/v1/statements") { request, _, edge in
            let document = try await self.builder.document(
                of: edge.school,
                people: try self.province.people(of: edge.school),
                edges: try self.province.edges().filter { $0.school == edge.school }.map(\.edge),
                key: self.key
            )
            return try await DocumentResponse.of(document, unlessHeldBy: request)
        }
    }
}
