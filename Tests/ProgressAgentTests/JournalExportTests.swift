import CourseModel
import Foundation
import ProgressAgent
import Testing

@Suite struct JournalExportTests {
    private let school: TestSchool
    private let journal: JournalDatabase
    private let path: String

    init() async throws {
        self.school = try TestSchool()
        let data = self.school.folder.path
        self.path = "\(data)/journal.lectern"
        let enrolment = try SignedDocument(signing: self.school.identity().enrolment, with: self.school.originKey)
        let seed = Data(self.school.edgeKey.seed)
        try FileManager.default.createDirectory(atPath: "\(data)/identity", withIntermediateDirectories: true)
        try seed.write(to: URL(filePath: "\(data)/identity/edge.ed25519"))
        try IdentityFolder(data: data).save(enrolment, originURL: "http://127.0.0.1:9")
        self.journal = try JournalDatabase(data: data, grant: Viewing.grant())
        let play = try await Viewing.open(in: self.journal, at: 0)
        _ = try await Viewing.keep([(0, 0, 10_000)], cause: .end, of: play, in: self.journal, at: 10_000)
        try await self.journal.append(Viewing.anchor(at: 11_000))
    }

    private func export(all: Bool = true) async throws -> [UInt8] {
        _ = try await JournalExport(data: self.school.folder.path).write(to: self.path, all: all)
        return Array(try Data(contentsOf: URL(filePath: self.path)))
    }

    @Test("A journal is exported beside the program that writes it, and reads as it was written")
    func whole() async throws {
        _ = try await self.export()
        let file = try JournalFile(reading: self.path, originKey: self.school.originKey.verifyingKey)
        #expect(file.enrolment.school == School.ID("s1"))
        #expect(file.rows.map(\.event) == (try await Viewing.events(in: self.journal)))
        #expect(file.lastDigest == (try await self.journal.chainDigest(after: 3)))
        #expect(file.isFromFirst)
    }

    @Test("Without --all, what the origin has acknowledged is left out")
    func unacknowledged() async throws {
        try await self.journal.acknowledge(through: 2)
        _ = try await self.export(all: false)
        let file = try JournalFile(reading: self.path)
        #expect(file.rows.map(\.sequence) == [3])
        #expect(!file.isFromFirst)
    }

    @Test("The status is read from the disk where no program runs")
    func status() async throws {
        try await self.journal.acknowledge(through: 2)
        let status = try await AgentControl(data: self.school.folder.path).status()
        #expect(!status.isRunning)
        #expect(status.journal.lastSequence == 3)
        #expect(status.journal.reportedThrough == 2)
        #expect(status.journal.epoch == 1)
        #expect(status.origin.url == "http://127.0.0.1:9")
    }

    @Test("One altered byte anywhere is found", arguments: 0..<40)
    func altered(part: Int) async throws {
        var bytes = try await self.export()
        let place = bytes.count * part / 40
        bytes[place] = bytes[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        #expect(throws: (any Error).self) {
            _ = try JournalFile(bytes: bytes, originKey: self.school.originKey.verifyingKey)
        }
    }

    @Test("A file that is cut off is found, and one that is empty", arguments: [0, 1, 40, 97])
    func cutOff(percent: Int) async throws {
        let bytes = try await self.export()
        #expect(throws: JournalFileError.self) {
            _ = try JournalFile(bytes: Array(bytes.prefix(bytes.count * percent / 100)))
        }
    }

    @Test("A journal by another origin's school is not taken for this one's")
    func anotherOrigin() async throws {
        let bytes = try await self.export()
        #expect(throws: JournalFileError.self) {
            _ = try JournalFile(bytes: bytes, originKey: SigningKey().verifyingKey)
        }
    }
}
