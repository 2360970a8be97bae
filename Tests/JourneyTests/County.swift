import CourseModel
import Foundation
import Transfer

/// A province whose county has an edge of its own beside those of its two schools.
final class County {
    static let school = "s900"

    let province: Province
    let origin: Server
    let port: Int
    private var servers: [String: Server] = [:]

    var url: String { "http://127.0.0.1:\(self.port)" }

    init() async throws {
        self.province = try await Province()
        self.port = try freePort()
        let roster = self.province.folder.path("county.csv")
        try """
        county,countyName,school,schoolName,person,name,role,login,programme,identity,subject
        c001,测试县,s900,测试县教师进修学校,n900,钱网管,technician,qian,,,
        """.write(toFile: roster, atomically: true, encoding: .utf8)
        let passwords = self.province.folder.path("county-passwords.csv")
        try await self.province.succeed(.origin, "roster", "import", roster, "--passwords-to", passwords)
        self.origin = try await self.province.serveOrigin()
    }

    /// - Parameter url: where others reach it, where that is not where it listens.
    func setAddress(_ url: String? = nil) async throws {
        try await self.province.succeed(
            .origin,
            "edge",
            "address",
            "--school",
            Self.school,
            "--url",
            url ?? self.url
        )
    }

    func setParent() async throws {
        try await self.province.succeed(.origin, "edge", "parent", "--school", Self.school, "--county", Province.county)
    }

    func data(of school: String) -> String { self.province.folder.path("edge-\(school)") }

    func enrol(_ school: String, at originURL: String? = nil) async throws {
        struct Invitation: Decodable { let code: String }
        let text = try await self.province.succeed(.origin, "edge", "invite", "--school", school, "--json")
        let code = try CanonicalJSON.decode(Invitation.self, from: Array(text.utf8)).code
        try await self.run(school, "enrol", "--origin", originURL ?? self.province.originURL, "--code", code)
    }

    /// Serves the edge of a school; the county's where others reach it.
    @discardableResult
    func serve(_ school: String) async throws -> Server {
        let environment = Province.quick.merging(["LECTERN_PREFETCH_RENDITION": "source"]) { $1 }
        let server = try await Server(
            .edge,
            data: self.data(of: school),
            port: school == Self.school ? self.port : try freePort(),
            log: self.province.folder.path("\(school).log"),
            environment: environment
        )
        self.servers[school] = server
        return server
    }

    /// Ends every edge in good order.
    func stop() async throws -> [Int32] {
        var codes: [Int32] = []
        for server in self.servers.values { codes.append(try await server.stop()) }
        return codes
    }

    @discardableResult
    func run(_ school: String, _ arguments: String...) async throws -> String {
        let outcome = try await Program.run(Program.edge.path, arguments + ["--data", self.data(of: school)])
        guard outcome.status == 0 else { throw NotInTime(description: "\(arguments): \(outcome.errors)") }
        return outcome.output
    }

    func status(of school: String) async throws -> EdgeReport {
        let text = try await self.run(school, "status", "--json")
        return try CanonicalJSON.decode(EdgeReport.self, from: Array(text.utf8))
    }

    /// Waits until a school's edge knows that it has a parent.
    func waitForParent(of school: String) async throws {
        try await eventually("\(school) has a parent") { try await self.run(school, "plan").contains("parent e") }
    }

    /// Waits until the one lesson that is published is here.
    func waitUntilHeld(by school: String) async throws {
        try await eventually("\(school) has the lesson", within: .seconds(40)) {
            let status = try await self.status(of: school)
            return status.releases.count == 1 && status.verifiedPermille == 1000
        }
    }

    /// A request that a school's edge signs, for this one or, with nil, for the origin.
    func request(
        _ path: String,
        signedBy school: String,
        to edge: String?,
        signedPath: String? = nil,
        ageMs: Int64 = 0,
        range: Range<Int64>? = nil
    ) throws -> TransferRequest {
        let folder = URL(filePath: self.data(of: school)).appending(path: "identity")
        let key = try SigningKey(seed: Array(Data(contentsOf: folder.appending(path: "edge.ed25519"))))
        let enrolment = try SignedDocument<Enrolment>.unverifiedPayload(
            in: Array(Data(contentsOf: folder.appending(path: "enrolment.json")))
        )
        let request = EdgeRequest(
            edge: enrolment.edge,
            method: "GET",
            path: signedPath ?? path,
            atMs: UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000) - ageMs),
            to: edge.flatMap { Edge.ID($0) }
        )
        let document = try SignedDocument(signing: request, with: key)
        return TransferRequest(
            url: self.url + path,
            headers: ["Authorization": "\(EdgeRequest.scheme) \(Base64URL.text(of: document.bytes))"],
            range: range
        )
    }

    func edge(of school: String) throws -> String {
        let path = URL(filePath: self.data(of: school)).appending(path: "identity/enrolment.json")
        return try SignedDocument<Enrolment>.unverifiedPayload(in: Array(Data(contentsOf: path))).edge.rawValue
    }

    /// The largest track of the first lesson that the origin has published.
    func track() throws -> Track? {
        let folder = URL(filePath: self.province.originData)
        let catalogue = try SignedDocument<Catalogue>.unverifiedPayload(
            in: Array(Data(contentsOf: folder.appending(path: "catalogue.json")))
        )
        guard let digest = catalogue.releases.first?.manifest.hexadecimal else { return nil }
        let blob = folder.appending(path: "blobs/\(digest.prefix(2))/\(digest)")
        let manifest = try SignedDocument<Manifest>.unverifiedPayload(in: Array(Data(contentsOf: blob)))
        return manifest.tracks.max { $0.sizeBytes < $1.sizeBytes }
    }
}
