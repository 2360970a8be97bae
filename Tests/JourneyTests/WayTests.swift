import CourseModel
import Foundation
import Testing

/// A school behind a proxy, an origin behind TLS.
@Suite(.timeLimit(.minutes(3))) struct WayTests {
    private struct County: Decodable {
        struct School: Decodable {
            struct Help: Decodable {
                let help: Holdings.Help
                let lessons: Int
            }

            let school: String
            let isLate: Bool
            let readyAtMs: Int64?
            let verifiedPermille: Int
            let help: [Help]
        }

        let schools: [School]
    }

    private struct Upstream: Decodable {
        struct Origin: Decodable { let trouble: String? }

        let origin: Origin
    }

    @Test("Through a proxy and TLS a school enrols and fetches, and the county sees meanwhile that it needs a disc")
    func throughProxyAndTLS() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 6)
        let origin = try await province.serveOrigin()
        let way = try await Way(to: province)
        try await Self.enrol(in: province, over: way)

        let stranger = try await Self.serve(province, way.settings(authority: "another"))
        try await eventually("whom the edge does not trust is told of") {
            let text = try await province.succeed(.edge, "status", "--json")
            let upstream = try CanonicalJSON.decode(Upstream.self, from: Array(text.utf8))
            return upstream.origin.trouble?.contains("origin.certificates") == true
        }
        #expect(try await stranger.stop() == 0)
        let before = try way.connections()

        // Slow enough that the county sees it lacking the lesson, which has been needed since 2020.
        let edge = try await Self.serve(province, way.settings(), ["LECTERN_LINK_CAP_BITS_PER_SECOND": "800000"])
        try await eventually("the county sees who needs what") {
            let school = try await Self.school(of: province)
            return school.isLate && school.readyAtMs != nil && school.help.map(\.help) == [.parent, .disc]
                && school.help.map(\.lessons) == [1, 1]
        }
        try await province.succeed(.edge, "prefetch", "--wait")
        try await eventually("the county sees that nothing is needed any more") {
            let school = try await Self.school(of: province)
            return school.verifiedPermille == 1_000 && school.help.isEmpty && !school.isLate
        }
        #expect(try await edge.stop() == 0)
        #expect(try await origin.stop() == 0)
        let after = try way.connections()
        let (tunnels, accepted) = (after.tunnels - before.tunnels, after.accepted - before.accepted)
        #expect(tunnels >= 2 && tunnels == accepted, "\(accepted) connections, of which \(tunnels) through the proxy")
    }

    /// Enrols, after it was refused for want of somebody who vouches for the origin.
    private static func enrol(in province: Province, over way: Way) async throws {
        let code = try await province.invite()
        func enrol(_ settings: [String: String]) async throws -> Program.Outcome {
            try await Program.edge.run(
                "enrol",
                "--origin",
                way.url,
                "--code",
                code,
                "--data",
                province.edgeData,
                environment: settings
            )
        }
        let refused = try await enrol(way.settings(authority: "another"))
        #expect(refused.status == 1)
        #expect(refused.errors.contains("origin.certificates") && refused.errors.contains("clock"), "\(refused.errors)")
        let nobody = try await enrol(way.settings().merging(["LECTERN_ORIGIN_PROXY": "http://127.0.0.1:1"]) { $1 })
        #expect(nobody.status == 1 && nobody.errors.contains("not reachable"), "\(nobody.errors)")
        let taken = try await enrol(way.settings())
        try #require(taken.status == 0, "\(taken.errors)")
    }

    private static func serve(_ province: Province, _ settings: [String: String]...) async throws -> Server {
        try await Server(
            .edge,
            data: province.edgeData,
            port: province.edgePort,
            log: province.folder.path("edge.log"),
            environment: settings.reduce(Province.quick) { $0.merging($1) { $1 } }
        )
    }

    private static func school(of province: Province) async throws -> County.School {
        let county = try await province.ask("/v1/counties/\(Province.county)/completeness", as: County.self)
        return try #require(county.schools.first { $0.school == Province.school })
    }
}
