import HTTPServing
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@Suite struct RequestLogTests {
    @Test("A log has the path of a request, but no token that stands in one")
    func tokensStayOut() async throws {
        let records = Records()
        let router = WebServer.router(site: try TestSite.make())
        router.get("/play/:token/**") { _, _ in "played" }
        router.get("/lessons/:lesson") { _, _ in "shown" }
        let application = Application(router: router, logger: records.logger)
        try await application.test(.router) { client in
            try await client.execute(uri: "/play/SECRET/master.m3u8", method: .get) { response in
                #expect(response.text == "played")
            }
            try await client.execute(uri: "/lessons/l01?word=HIDDEN", method: .get) { response in
                #expect(response.text == "shown")
            }
        }
        #expect(records.text.contains("/play/"))
        #expect(records.text.contains("/lessons/l01"))
        #expect(!records.text.contains("SECRET"))
        #expect(!records.text.contains("HIDDEN"))
    }
}

/// Keeps what is logged, at every level.
private final class Records: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { self.lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(records: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let records: Records
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = self.metadata.merging(event.metadata ?? [:]) { _, new in new }
            self.records.lines.withLock { $0.append("\(event.message) \(fields)") }
        }
    }
}
