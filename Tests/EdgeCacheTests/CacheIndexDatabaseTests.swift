import CourseModel
import EdgeCache
import GRDB
import Prefetching
import Testing

@Suite struct CacheIndexDatabaseTests {
    private let folder: TemporaryFolder
    private let index: CacheIndexDatabase

    init() throws {
        self.folder = try TemporaryFolder()
        self.index = try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite")
    }

    @Test("What was marked held is held after a restart, each chunk once")
    func heldSurvives() throws {
        let blob = Digest(of: [1])
        for chunk in [0, 2, 2] { try self.index.markHeld(blob: blob, chunk: chunk) }
        let reopened = try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite")
        #expect(try reopened.heldChunks() == [blob: [0, 2]])
        try reopened.unmarkHeld(blob: blob)
        #expect(try reopened.heldChunks().isEmpty)
    }

    @Test("A pause lasts over a restart")
    func pause() throws {
        #expect(try self.index.isPaused == false)
        try self.index.setPaused(true)
        #expect(try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite").isPaused)
        try self.index.setPaused(false)
        #expect(try self.index.isPaused == false)
    }

    @Test("Holdings numbers only go up, over restarts too")
    func holdingsNumber() throws {
        #expect(try self.index.nextHoldingsNumber() == 1)
        #expect(try self.index.nextHoldingsNumber() == 2)
        #expect(try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite").nextHoldingsNumber() == 3)
    }

    @Test("Wishes last over a restart, the latest before the earlier ones, and only so many")
    func wishes() throws {
        let lessons = try (0..<25).map { try #require(Lesson.ID("l\($0)")) }
        for lesson in lessons { try self.index.setFirst(lesson, true) }
        try self.index.setFirst(lessons[20], true)
        try self.index.setFirst(lessons[24], false)
        try self.index.setPinned(lessons[1], true)
        try self.index.setPinned(lessons[1], true)
        try self.index.setPinned(lessons[2], true)
        try self.index.setPinned(lessons[2], false)
        let wishes = try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite").wishes
        #expect(wishes.first == [lessons[20]] + (5..<24).reversed().filter { $0 != 20 }.map { lessons[$0] })
        #expect(wishes.pinned == [lessons[1]])
    }

    @Test("What the line brought is known after a restart")
    func lineRate() throws {
        #expect(try self.index.lineRate == nil)
        let rate = LineRate(median: ByteCount(bytes: 9), low: ByteCount(bytes: 4))
        try self.index.setLineRate(LineRate(about: ByteCount(bytes: 100)))
        try self.index.setLineRate(rate)
        #expect(try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite").lineRate == rate)
    }
}
