import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

/// A server with the standard routes and a few of the test's own.
enum TestSite {
    static func make(
        health: HealthReport = .ok,
        metrics: MetricsText = MetricsText()
    ) throws -> Site {
        Site(
            name: "lectern-test",
            pages: try Pages(),
            assets: try Assets(),
            health: { health },
            metrics: { metrics }
        )
    }

    static func client<Value: Sendable>(
        site: Site? = nil,
        live: Bool = false,
        routes: (Router<WebContext>) -> Void = { _ in },
        _ test: @escaping @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let router = WebServer.router(site: try site ?? Self.make())
        routes(router)
        return try await Application(router: router).test(live ? .live : .router, test)
    }
}

extension TestResponse {
    var text: String { String(buffer: self.body) }

    var problemType: String? {
        struct Content: Decodable { let type: String }
        return try? CanonicalJSON.decode(Content.self, from: Array(buffer: self.body)).type
    }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time: TimeBox

    init(milliseconds: Int64 = 1_752_000_000_000) {
        self.time = TimeBox(milliseconds)
    }

    var now: @Sendable () -> UTCTime {
        { [time] in UTCTime(milliseconds: time.milliseconds) }
    }

    func advance(milliseconds: Int64) { self.time.advance(milliseconds) }
}
