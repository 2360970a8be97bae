import CourseModel
import Foundation

/// A province with one county and two schools in a folder of its own, made by the programs' own commands.
final class Province {
    static let school = "s001"
    static let county = "c001"
    static let trainee = "t001"
    static let newPassword = "lan-tian-bai-yun-26"

    let folder = TemporaryFolder()
    let originPort: Int
    let edgePort: Int

    var originData: String { self.folder.path("origin") }
    var edgeData: String { self.folder.path("edge") }
    var originURL: String { "http://127.0.0.1:\(self.originPort)" }

    /// Settings under which a test need not wait for a minute to pass.
    static let quick = [
        "LECTERN_ORIGIN_POLL_SECONDS": "1", "LECTERN_ORIGIN_ROSTER_SECONDS": "1", "LECTERN_REPORT_SECONDS": "1",
        "LECTERN_HOLDINGS_SECONDS": "1",
    ]

    /// Imports a programme with lessons `l01` to `l03`, a topic each of one hour, and its people.
    init(programme: String = Province.programme, roster: String = Province.roster) async throws {
        self.originPort = try freePort()
        self.edgePort = try freePort()
        try programme.write(toFile: self.folder.path("programme.yaml"), atomically: true, encoding: .utf8)
        try roster.write(toFile: self.folder.path("roster.csv"), atomically: true, encoding: .utf8)
        try await self.succeed(.origin, "programme", "import", self.folder.path("programme.yaml"))
        try await self.succeed(
            .origin,
            "roster",
            "import",
            self.folder.path("roster.csv"),
            "--passwords-to",
            self.folder.path("passwords.csv")
        )
    }

    private struct Control: Decodable {
        let token: String
    }

    // MARK: Commands

    @discardableResult
    func succeed(_ program: Program, _ arguments: String..., prefix: [String] = []) async throws -> String {
        let data = program == .origin ? self.originData : self.edgeData
        let command = prefix + [program.path] + arguments + ["--data", data]
        let outcome = try await Program.run(command[0], Array(command.dropFirst()))
        guard outcome.status == 0 else {
            throw NotInTime(
                description: "\(command.joined(separator: " ")) ended with \(outcome.status): \(outcome.errors)"
            )
        }
        return outcome.output
    }

    func publish(_ lesson: String, seconds: Int, kilobits: Int = 300) async throws {
        let video = self.folder.path("\(lesson).mp4")
        try await SampleVideo.make(at: video, seconds: seconds, kilobits: kilobits)
        // Smaller renditions take their time to encode; what is tested with them has lessons of its own.
        try await self.succeed(.origin, "publish", video, "--lesson", lesson, "--renditions", "source,audio")
    }

    /// A code that makes a computer a school's edge.
    func invite(_ school: String = Province.school) async throws -> String {
        struct Invitation: Decodable { let code: String }
        let text = try await self.succeed(.origin, "edge", "invite", "--school", school, "--json")
        return try CanonicalJSON.decode(Invitation.self, from: Array(text.utf8)).code
    }

    /// - Parameter url: where the edge finds the origin; nil for where it listens.
    func enrol(at url: String? = nil, prefix: [String] = []) async throws {
        let code = try await self.invite()
        try await self.succeed(
            .edge,
            "enrol",
            "--origin",
            url ?? self.originURL,
            "--code",
            code,
            prefix: prefix
        )
    }

    // MARK: Programs

    func serveOrigin() async throws -> Server {
        try await Server(.origin, data: self.originData, port: self.originPort, log: self.folder.path("origin.log"))
    }

    func serveEdge() async throws -> Server {
        try await Server(
            .edge,
            data: self.edgeData,
            port: self.edgePort,
            log: self.folder.path("edge.log"),
            environment: Self.quick
        )
    }

    // MARK: What the programs say

    func edgeStatus(prefix: [String] = []) async throws -> EdgeReport {
        let text = try await self.succeed(.edge, "status", "--json", prefix: prefix)
        return try CanonicalJSON.decode(EdgeReport.self, from: Array(text.utf8))
    }

    /// Asks the origin with its control token.
    func ask<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(self.originData)/control.json")))
        let token = try CanonicalJSON.decode(Control.self, from: bytes).token
        let answer = try await Visitor(site: self.originURL).get(path, headers: ["Authorization": "Bearer \(token)"])
        guard answer.status == 200 else { throw NotInTime(description: "\(path): \(answer.status) \(answer.text)") }
        return try answer.json(type)
    }

    /// What the origin has credited, programme by programme.
    func statements(of person: String = Province.trainee) async throws -> [Statement] {
        struct Answer: Decodable { let statements: [Statement] }
        return try await self.ask("/v1/statements/\(person)", as: Answer.self).statements
    }

    func coverage(of lesson: String, person: String = Province.trainee) async throws -> Statement.LessonLine? {
        try await self.statements(of: person).flatMap(\.lessons).first { $0.lesson.rawValue == lesson }
    }

    /// The first password that the import gave a person.
    func firstPassword(of login: String) throws -> String {
        let lines = try self.folder.text("passwords.csv").split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingPrefix("\u{FEFF}")) }
        }
        guard let heading = lines.first, let password = heading.firstIndex(where: { $0 == "password" || $0 == "初始密码" }),
            let row = lines.dropFirst().first(where: { $0.contains(login) })
        else { throw NotInTime(description: "no password of \(login) in \(lines.first ?? [])") }
        return row[password]
    }
}

/// The parts of `lectern-edge status --json` that the journeys look at.
struct EdgeReport: Decodable {
    struct Release: Decodable {
        let lesson: String
        let heldBytes: Int64
        let sizeBytes: Int64
    }

    struct CatalogueState: Decodable { let version: Int64 }

    struct Link: Decodable { let fetchedBytes: [String: Int64] }

    struct Journal: Decodable {
        let lastSequence: Int64
        let reportedThrough: Int64
    }

    struct Incident: Decodable {
        let kind: String
        let subject: String
        let reason: String
    }

    let catalogue: CatalogueState?
    let releases: [Release]
    let sizeBytes: Int64
    let heldBytes: Int64
    let verifiedPermille: Int64
    let link: Link
    let journal: Journal
    let incidents: [Incident]
    let incidentsTotal: Int64
}
