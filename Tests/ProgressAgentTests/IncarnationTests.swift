import CourseModel
import Foundation
import ProgressAgent
import Testing

@Suite struct IncarnationTests {
    private let folder: TestFolder

    init() throws {
        self.folder = try TestFolder()
    }

    /// Opens the journal of a folder, appends a row and closes it, as one run of the program.
    private func run(_ path: String, epoch: Int64 = 1) async throws -> JournalState {
        let journal = try JournalDatabase(data: path, grant: Viewing.grant(epoch: epoch))
        try await journal.append(Viewing.anchor(at: 1))
        let state = try await journal.state()
        try journal.close()
        return state
    }

    private func copy(to path: String) throws {
        try FileManager.default.copyItem(atPath: self.folder.path, toPath: path)
    }

    @Test("The same disk goes on in the same epoch, start after start")
    func sameDisk() async throws {
        for number in 1...4 {
            let state = try await self.run(self.folder.path)
            #expect(state.lastSequence == Int64(number))
            #expect(state.grant == (try Viewing.grant()))
            #expect(state.trouble == nil)
        }
    }

    @Test("A copied folder is noticed: its rows do not go into the old epoch")
    func copiedFolder() async throws {
        _ = try await self.run(self.folder.path)
        let parent = try TestFolder()
        let copy = "\(parent.path)/copy"
        try self.copy(to: copy)
        let state = try await self.run(copy)
        #expect(state.grant == nil)
        #expect(state.trouble != nil)
        #expect(state.lastSequence == 1)
        #expect(try await self.run(self.folder.path).lastSequence == 2)
    }

    @Test("A journal that comes back from a backup is noticed")
    func restoredJournal() async throws {
        _ = try await self.run(self.folder.path)
        let backup = try TestFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path)
        where name.hasPrefix("journal") {
            try FileManager.default.copyItem(atPath: "\(self.folder.path)/\(name)", toPath: "\(backup.path)/\(name)")
        }
        _ = try await self.run(self.folder.path)
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path)
        where name.hasPrefix("journal") {
            try FileManager.default.removeItem(atPath: "\(self.folder.path)/\(name)")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: backup.path) {
            try FileManager.default.copyItem(atPath: "\(backup.path)/\(name)", toPath: "\(self.folder.path)/\(name)")
        }
        let state = try await self.run(self.folder.path)
        #expect(state.grant == nil)
        #expect(state.trouble != nil)
    }

    @Test("A journal that is gone is noticed: its epoch is used up")
    func lostJournal() async throws {
        _ = try await self.run(self.folder.path)
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path)
        where name.hasPrefix("journal") {
            try FileManager.default.removeItem(atPath: "\(self.folder.path)/\(name)")
        }
        #expect(try await self.run(self.folder.path).grant == nil)
        #expect(try await self.run(self.folder.path).grant == nil)
    }

    @Test("Rows that waited on a copied disk go into the epoch that a new enrolment grants")
    func newEpoch() async throws {
        _ = try await self.run(self.folder.path)
        let parent = try TestFolder()
        let copy = "\(parent.path)/copy"
        try self.copy(to: copy)
        #expect(try await self.run(copy).grant == nil)
        let state = try await self.run(copy, epoch: 2)
        #expect(state.grant == (try Viewing.grant(epoch: 2)))
        #expect(state.trouble == nil)
        #expect(state.lastSequence == 2)
        #expect(state.reportedThrough == 0)
    }
}
