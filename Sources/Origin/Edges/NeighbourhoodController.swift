package import CourseModel
package import HTTPServing
import Hummingbird

/// `GET /v1/neighbourhood`: which edges the asking one may ask, and which may ask it.
package struct NeighbourhoodController: Sendable {
    private let province: ProvinceDatabase
    private let keys: OriginKeys
    private let now: @Sendable () -> UTCTime

    package init(province: ProvinceDatabase, keys: OriginKeys, now: @escaping @Sendable () -> UTCTime) {
        self.province = province
        self.keys = keys
        self.now = now
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.get("/v1/neighbourhood") { request, _, edge in
            let neighbourhood = try self.province.neighbourhood(
                of: edge,
                sealingKey: self.keys.opening.sealingKey,
                at: self.now()
            )
            let document = try SignedDocument(signing: neighbourhood, with: self.keys.signing)
            return try await DocumentResponse.of(document, unlessHeldBy: request)
        }
    }
}
