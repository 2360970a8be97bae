import Blobs
import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import Origin
import Synchronization
import Testing

/// An origin's data folder of its own, with a clock that the test moves; removed when the test forgets it.
final class OriginFixture: Sendable {
    static let start = UTCTime(milliseconds: 1_815_000_000_000)

    let path: String
    let stores: OriginStores
    private let time = Mutex(OriginFixture.start)

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "origin-\(UUID().uuidString)").path
        self.stores = try OriginStores(data: self.path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    var now: UTCTime { self.time.withLock { $0 } }
    var clock: @Sendable () -> UTCTime { { [self] in self.now } }

    func advance(hours: Int64) {
        self.time.withLock { $0 = UTCTime(milliseconds: $0.milliseconds + hours * 3_600_000) }
    }

    func file(_ name: String) -> String { "\(self.path)/\(name)" }

    static let validity: Duration = .seconds(30 * 86_400)

    @discardableResult
    func publish(_ programme: Programme) throws -> Catalogue {
        try self.stores.programmePublisher.publish(programme, validity: Self.validity, at: self.now).payload
    }

    /// Imports the small programme and two schools: `s001` with a trainee and a technician, `s002` with a trainee.
    func importPeople(_ roster: String = SampleText.roster) throws {
        try self.publish(try ProgrammeImport.read(SampleText.programme).programme)
        let content = try self.read(roster)
        let verifiers = Dictionary(
            uniqueKeysWithValues: content.members.map { ($0.person, "verifier-of-\($0.person)") }
        )
        _ = try self.stores.province.keep(content, verifiers: verifiers)
    }

    func read(_ roster: String) throws -> RosterContent {
        try self.reader().read(Array(roster.utf8)).0
    }

    func reader() throws -> RosterReader {
        RosterReader(programmes: try self.stores.catalogue.programmes, idCardKey: self.stores.keys.idCards)
    }

    var invitations: Invitations {
        Invitations(province: self.stores.province, keys: self.stores.keys, timeZone: "Asia/Shanghai")
    }

    /// Enrols an edge of a school.
    func enrol(_ school: String = "s001") throws -> (edge: Edge.ID, key: SigningKey) {
        let key = SigningKey()
        let code = try self.invitations.invite(try #require(School.ID(school)), at: self.now).code
        let request = EnrolmentRequest(code: code.grouped, edgeKey: key.verifyingKey)
        return (try self.invitations.enrol(request, at: self.now).payload.edge, key)
    }

    /// A few seconds of moving picture and a tone, made by ffmpeg.
    ///
    /// - Returns: its path.
    @discardableResult
    func makeVideo(_ name: String, seconds: Int = 3, tone: Int = 440) throws -> String {
        let path = self.file(name)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=\(seconds)", "-f",
            "lavfi", "-i", "sine=\(tone):d=\(seconds)", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25",
            "-pix_fmt", "yuv420p", "-c:a", "aac", path,
        ]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return path
    }

    /// Of a site without pages of its own, for the routes of a test.
    static func router() throws -> Router<WebContext> {
        WebServer.router(
            site: Site(
                name: "origin-test",
                pages: try Pages(),
                assets: try Assets(),
                health: { .ok },
                metrics: { MetricsText() }
            )
        )
    }
}
