package import CourseModel
package import HTTPServing
import Hummingbird

/// `GET /v1/roster`: the people of the school whose edge asks.
package struct RosterController: Sendable {
    private let builder: RosterBuilder
    private let now: @Sendable () -> UTCTime

    package init(builder: RosterBuilder, now: @escaping @Sendable () -> UTCTime) {
        self.builder = builder
        self.now = now
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.get("/v1/roster") { request, _, edge in
            guard let document = try self.builder.roster(of: edge.school, at: self.now()) else {
                throw Problem(.notFound, "no-school", "this school is not in the province any more")
            }
            return try await DocumentResponse.of(document, unlessHeldBy: request)
        }
    }
}
