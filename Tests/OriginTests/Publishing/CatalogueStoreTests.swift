import Blobs
import CourseModel
import Foundation
import Origin
import Testing

@Suite struct CatalogueStoreTests {
    private let fixture: OriginFixture
    private var store: CatalogueStore { self.fixture.stores.catalogue }

    init() throws {
        self.fixture = try OriginFixture()
    }

    private static func entry(_ name: String) throws -> Catalogue.ReleaseEntry {
        Catalogue.ReleaseEntry(
            lesson: try #require(Lesson.ID(name)),
            manifest: Digest(of: Array(name.utf8)),
            manifestSizeBytes: ByteCount(bytes: 10),
            sizeBytes: ByteCount(bytes: 1_000),
            durationMs: MediaTime(milliseconds: 60_000)
        )
    }

    @discardableResult
    private func publish(_ names: String..., through store: CatalogueStore? = nil) throws -> Catalogue {
        let entries = try names.map(Self.entry)
        return try (store ?? self.store).publish(validity: OriginFixture.validity, at: self.fixture.now) { change in
            for entry in entries { change.releases[entry.lesson] = entry }
        }.payload
    }

    @Test("Versions count up from 1, entries are sorted, and a catalogue expires after its validity")
    func versions() throws {
        #expect(try self.store.current == nil)
        let first = try self.publish("l02")
        #expect(first.version == 1)
        #expect(first.expiresAtMs.milliseconds - first.issuedAtMs.milliseconds == 30 * 86_400_000)
        let second = try self.publish("l03", "l01")
        #expect(second.version == 2)
        #expect(second.releases.map(\.lesson.rawValue) == ["l01", "l02", "l03"])
        #expect(try self.store.current?.payload == second)
    }

    @Test("A publication that changes nothing makes no new version")
    func nothingChanged() throws {
        try self.publish("l01")
        #expect(try self.publish("l01").version == 1)
    }

    @Test("A change that throws leaves the catalogue as it was")
    func failedChange() throws {
        struct Stop: Error {}
        try self.publish("l01")
        #expect(throws: Stop.self) {
            _ = try self.store.publish(validity: OriginFixture.validity, at: self.fixture.now) { change in
                change.releases.removeAll()
                throw Stop()
            }
        }
        #expect(try self.store.current?.payload.releases.count == 1)
    }

    @Test("What another process publishes is noticed; two that publish at once lose nothing")
    func twoProcesses() async throws {
        let fixture = self.fixture
        try self.publish("l00")
        try await withThrowingTaskGroup { group in
            for number in 1...8 {
                group.addTask {
                    // A store of its own stands for a process of its own: nothing is shared but the files.
                    let stores = try OriginStores(data: fixture.path)
                    let entry = try Self.entry("l0\(number)")
                    _ = try stores.catalogue.publish(validity: OriginFixture.validity, at: fixture.now) {
                        $0.releases[entry.lesson] = entry
                    }
                }
            }
            try await group.waitForAll()
        }
        let current = try #require(try self.store.current?.payload)
        #expect(current.version == 9)
        #expect(current.releases.count == 9)
    }

    @Test("A catalogue is issued anew when half of its validity is over, and an empty one where there is none")
    func renewal() throws {
        let renew = {
            try self.store.renewIfDue(validity: OriginFixture.validity, at: self.fixture.now)?.payload.version
        }
        #expect(try renew() == 1)
        self.fixture.advance(hours: 14 * 24)
        #expect(try renew() == nil)
        self.fixture.advance(hours: 2 * 24)
        #expect(try renew() == 2)
    }

    @Test("A catalogue that somebody altered on the disk is not served")
    func altered() throws {
        try self.publish("l01")
        let path = self.fixture.file("catalogue.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"l01\"", with: "\"l99\"").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: DocumentError.wrongSignature) { _ = try self.store.current }
    }

    @Test("Keys are made once, for their owner only")
    func keys() throws {
        let again = try OriginStores(data: self.fixture.path)
        #expect(again.keys.verifying == self.fixture.stores.keys.verifying)
        for name in ["origin.ed25519", "idcards.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: self.fixture.file("keys/\(name)"))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.size] as? Int == 32)
        }
        try Data([1, 2, 3]).write(to: URL(filePath: self.fixture.file("keys/origin.ed25519")))
        #expect(throws: OriginKeysError.self) { try OriginStores(data: self.fixture.path) }
    }
}
