import CourseModel
import HTTPServing
import Hummingbird

/// What children hand over to be carried to the origin: `POST /v1/relay/report` and `/v1/relay/holdings`; and what has
/// become of it: `GET /v1/relay`.
struct RelayController: Sendable {
    let store: RelayStore
    /// Called when something was handed over.
    let onKept: @Sendable () -> Void

    func addRoutes(to routes: EdgeRoutes<Neighbourhood.Asker>) {
        routes.post("/v1/relay/report") { request, _, child in
            let sealed = try await Self.sealed(request, of: child, as: Report.self)
            return try self.answer(try self.store.keepReport(sealed, of: child.edge))
        }
        routes.post("/v1/relay/holdings") { request, _, child in
            let sealed = try await Self.sealed(request, of: child, as: Holdings.self)
            return try self.answer(try self.store.keepHoldings(sealed, of: child.edge))
        }
        routes.get("/v1/relay") { _, _, child in
            try Self.refuseStranger(child)
            return try JSONResponse.of(try self.store.state(of: child.edge))
        }
    }

    private static func sealed<Payload: DocumentPayload>(
        _ request: Request,
        of asker: Neighbourhood.Asker,
        as type: Payload.Type
    ) async throws -> [UInt8] {
        try Self.refuseStranger(asker)
        return Array(buffer: try await request.body.collect(upTo: Sealing.sizeMax(of: type)))
    }

    private static func refuseStranger(_ asker: Neighbourhood.Asker) throws {
        guard asker.isChild else { throw Problem(.forbidden, "no-child", "this edge carries for its children only") }
    }

    private func answer(_ isKept: Bool) throws -> Response {
        guard isKept else {
            throw Problem(.insufficientStorage, "relay-full", "no more is kept here until the origin has some of it")
        }
        self.onKept()
        return Response(status: .noContent)
    }
}
