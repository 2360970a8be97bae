import CourseModel
import Foundation
import ProgressAgent
import Testing

@Suite struct DamagedFileTests {
    private let school: TestSchool

    init() throws {
        self.school = try TestSchool()
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(self.school.folder.path)/\(name)"))
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(self.school.folder.path)/\(name)")
    }

    @Test("A roster that is garbage, or that another origin signed, is put aside, and the next one is taken")
    func roster() throws {
        let name = "documents/roster.json"
        let first = try self.school.agent()
        let roster = try self.school.roster(verifier: "verifier")
        try first.roster.accept(roster)
        try first.journal.close()
        for damage in ["garbage", String(decoding: roster.bytes, as: UTF8.self).replacing("u1", with: "u2")] {
            try self.write(damage, to: name)
            let agent = try self.school.agent()
            #expect(agent.roster.current == nil)
            #expect(self.school.incidents.recent.first?.kind == .fileDamaged)
            #expect(self.school.incidents.recent.first?.subject == "roster.json")
            #expect(try agent.roster.accept(roster))
            try agent.journal.close()
        }
        #expect(self.exists("\(name).damaged"))
        #expect(self.exists("\(name).damaged-2"))
    }

    @Test(
        "A journal that is no database any more is kept aside; minutes go on being kept, and wait for a new enrolment"
    )
    func journal() async throws {
        let first = try self.school.agent()
        #expect(try await first.journalState.trouble == nil)
        try first.journal.close()
        for name in ["journal.sqlite-wal", "journal.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: "\(self.school.folder.path)/\(name)")
        }
        try self.write(String(repeating: "no database ", count: 1_000), to: "journal.sqlite")
        let agent = try self.school.agent()
        #expect(self.exists("journal.sqlite.damaged"))
        #expect(self.school.incidents.recent.map(\.subject).contains("journal.sqlite"))
        #expect(try await agent.journalState.trouble?.contains("enrolled anew") == true)
        #expect(try await agent.journalState.lastSequence > 0)
    }
}
