package import CourseModel
package import HTTPServing
import Hummingbird
import Logging

/// `POST /v1/holdings`: what a school has verified, and how it is doing; `POST /v1/relay/holdings`: the same, sealed and
/// carried by another edge.
package struct HoldingsController: Sendable {
    /// The catalogue's own limit is about this.
    private static let releasesMax = 20_000
    /// The year 9999: a calendar cannot show everything that a number can.
    private static let timeMax = UTCTime(milliseconds: 253_402_300_799_999)

    private let province: ProvinceDatabase
    private let sealed: SealedIntake
    private let now: @Sendable () -> UTCTime

    package init(province: ProvinceDatabase, keys: OriginKeys, now: @escaping @Sendable () -> UTCTime) {
        self.province = province
        self.sealed = SealedIntake(keys: keys, province: province)
        self.now = now
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.post("/v1/holdings") { request, context, edge in
            let body = try await request.body.collect(upTo: Holdings.sizeMax)
            return try self.keep(Array(buffer: body), of: edge, logger: context.logger)
        }
        routes.post("/v1/relay/holdings") { request, context, _ in
            let (bytes, edge) = try await self.sealed.open(request, as: Holdings.self) { $0.edge }
            return try self.keep(bytes, of: edge, logger: context.logger)
        }
    }

    private func keep(_ bytes: [UInt8], of edge: EdgeRecord, logger: Logger) throws -> Response {
        let holdings = try Self.holdings(bytes, of: edge)
        if try !self.province.keep(holdings, receivedAtMs: self.now()) {
            logger.debug("older holdings ignored", metadata: ["edge": "\(edge.edge)"])
        }
        return Response(status: .noContent)
    }

    private static func holdings(_ bytes: [UInt8], of edge: EdgeRecord) throws -> Holdings {
        let holdings: Holdings
        do throws(DocumentError) {
            holdings = try SignedDocument<Holdings>(verifying: bytes, with: edge.key).payload
        } catch {
            throw Problem(.badRequest, "document-refused", "\(error)")
        }
        guard holdings.edge == edge.edge else {
            throw Problem(.forbidden, "document-refused", "these are the holdings of another edge")
        }
        guard holdings.number > 0, holdings.catalogueVersion >= 0, holdings.refusals >= 0,
            holdings.diskFreeBytes >= .zero, holdings.rateBytesPerSecond >= .zero,
            holdings.releases.count <= Self.releasesMax,
            holdings.releases.allSatisfy(Self.isSound),
            Set(holdings.releases.map(\.lesson)).count == holdings.releases.count
        else { throw Problem(.badRequest, "document-refused", "these holdings contradict themselves") }
        return holdings
    }

    private static func isSound(_ release: Holdings.Release) -> Bool {
        let times = [release.readyAtMs, release.readyLateAtMs].compactMap(\.self)
        let help = release.help ?? []
        return .zero <= release.heldBytes && release.heldBytes <= release.sizeBytes
            && times.allSatisfy { .zero <= $0 && $0 <= Self.timeMax } && Set(help).count == help.count
            && (help.isEmpty || release.heldBytes < release.sizeBytes)
    }
}
