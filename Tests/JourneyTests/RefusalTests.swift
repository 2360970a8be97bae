import CourseModel
import Foundation
import Testing

/// Someone on the line alters what passes.
@Suite(.timeLimit(.minutes(3))) struct RefusalTests {
    @Test("An altered chunk is refused and shown, and fetched rightly when the line is honest again")
    func alteredChunk() async throws {
        let line = try await DishonestLine()
        try line.begin("flip")
        let edge = try await line.province.serveEdge()
        try await eventually("the altered chunk is shown") {
            try await line.province.edgeStatus().incidents.contains { $0.kind == "chunkRefused" }
        }
        #expect(try await line.province.edgeStatus().verifiedPermille < 1000)
        #expect(edge.logText.contains("refused"), "\(edge.logText.suffix(2_000))")
        try line.end("flip")
        try await eventually("all is verified", within: .seconds(90)) {
            try await line.province.edgeStatus().verifiedPermille == 1000
        }
    }

    @Test("A catalogue with a stranger's signature, and an older one, are refused and shown; what is held stays")
    func refusedCatalogues() async throws {
        let line = try await DishonestLine()
        let older = try Data(contentsOf: URL(filePath: "\(line.province.originData)/catalogue.json"))
        try await line.province.publish("l02", seconds: 6)
        let edge = try await line.province.serveEdge()
        try await line.province.succeed(.edge, "prefetch", "--wait")
        let version = try #require(try await line.province.edgeStatus().catalogue?.version)

        let forged = Catalogue(
            version: version + 10,
            issuedAtMs: UTCTime(milliseconds: 1_900_000_000_000),
            expiresAtMs: UTCTime(milliseconds: 4_000_000_000_000),
            programmes: [],
            releases: []
        )
        try line.begin("catalogue", with: Data(try SignedDocument(signing: forged, with: SigningKey()).bytes))
        try await eventually("the forged catalogue is shown") {
            try await line.province.edgeStatus().incidents.contains { $0.kind == "documentRefused" }
        }
        try line.begin("catalogue", with: older)
        try await eventually("the older catalogue is shown") {
            try await line.province.edgeStatus().incidents.contains { $0.reason.contains("older") }
        }
        #expect(edge.logText.contains("refused"))
        let status = try await line.province.edgeStatus()
        #expect(status.catalogue?.version == version && status.verifiedPermille == 1000)
        #expect(status.releases.map(\.lesson) == ["l01", "l02"])
        #expect(status.incidentsTotal >= 2)
    }
}

/// A province whose school reaches it through `Tests/Tools/tamper`.
final class DishonestLine {
    let province: Province
    private let origin: Server
    private let tamper: Tamper

    init() async throws {
        self.province = try await Province()
        try await self.province.publish("l01", seconds: 12, kilobits: 400)
        self.origin = try await self.province.serveOrigin()
        self.tamper = try await Tamper(before: self.province.originURL)
        try await self.province.enrol(at: self.tamper.url)
    }

    func begin(_ what: String, with content: Data = Data()) throws {
        try self.tamper.begin(what, with: content)
    }

    func end(_ what: String) throws {
        try self.tamper.end(what)
    }
}
