import Blobs
import CourseModel
import EdgeCache
import Prefetching
import Testing

/// What a school fetches of what there is, and when.
@Suite struct PrefetchChoiceTests {
    private let folder: ScratchFolder
    private let picture: MadeUpLesson
    private let lesson: MadeUpLesson

    init() throws {
        self.folder = try ScratchFolder()
        self.picture = try MadeUpLesson("picture", seed: 7, chunks: 10, chunkBytes: 50_000)
        self.lesson = try MadeUpLesson("l01", seed: 1, chunks: 20, chunkBytes: 10_000, better: self.picture)
    }

    private func edge(
        _ url: String,
        _ lessons: [MadeUpLesson]? = nil,
        clock: SetClock = SetClock(),
        adjust: (inout PrefetchOptions) -> Void
    ) throws -> SchoolEdge {
        try SchoolEdge(
            data: self.folder.path,
            originURL: url,
            lessons: lessons ?? [self.lesson],
            clock: clock,
            adjust: adjust
        )
    }

    @Test("Only the chosen rendition comes over the line; it is the lesson, and the lab is offered no other")
    func oneRendition() async throws {
        let origin = RangeOrigin([self.lesson, self.picture])
        try await origin.run { url in
            try await self.edge(url) { $0.rendition = .audio }.run { edge in
                try await eventually("the sound") {
                    edge.isWhole(self.lesson) && edge.service.outlook.entries.map(\.choice.reason) == [.whole]
                }
                let manifest = self.lesson.release.manifest
                #expect(edge.shelf.sizeBytes(of: manifest) == self.lesson.track.sizeBytes)
                #expect(edge.shelf.playable(of: manifest).map(\.rendition.rawValue) == ["audio"])
                #expect(Set(origin.asked.map(\.blob)) == [self.lesson.track.blob])
            }
            try await self.edge(url) { $0.rendition = .source }.run { edge in
                try await eventually("the pictures too") { edge.blobs.isWhole(self.picture.track.blob) }
                #expect(origin.timesSent(self.lesson.track.blob).allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("A lesson that nobody needs at a particular time is fetched as good as there is")
    func automatic() async throws {
        let origin = RangeOrigin([self.lesson, self.picture])
        try await origin.run { url in
            try await self.edge(url) { _ in }.run { edge in
                try await eventually("all of it") {
                    edge.shelf.isComplete(self.lesson.release.manifest) && edge.blobs.isWhole(self.picture.track.blob)
                }
                #expect(edge.service.outlook.entries.map(\.choice.rendition?.rawValue) == ["720p"])
            }
        }
    }

    /// The school's clock says Monday, 01:46.
    private static let windows = LinkWindow.list("mon 02:00-03:00") ?? []

    @Test("Outside the windows no byte is prefetched, and what a trainee waits for comes all the same")
    func closed() async throws {
        let clock = SetClock()
        let origin = RangeOrigin([self.lesson, self.picture])
        try await origin.run { url in
            try await self.edge(url, clock: clock) { $0.windows = Self.windows }.run { edge in
                try await eventually("the plan") { !edge.service.plan.isEmpty }
                try await edge.service.want(self.lesson.address(3))
                #expect(origin.asked.map(\.range) == [30_000..<40_000])
                clock.set(UTCTime(milliseconds: clock.time.milliseconds + 20 * 60_000))
                edge.service.lookAtClock()
                try await eventually("the lesson") { edge.shelf.isComplete(self.lesson.release.manifest) }
                #expect(origin.timesSent(self.lesson.track.blob).allSatisfy { $0 == 1 })
            }
        }
    }

    @Test("A run that the end of its window stops goes on in the next one with the very next byte")
    func closing() async throws {
        let clock = SetClock()
        let opening = UTCTime(milliseconds: clock.time.milliseconds + 20 * 60_000)
        clock.set(opening)
        let origin = RangeOrigin([self.lesson, self.picture], faults: [.silence(after: 42_000)])
        try await origin.run { url in
            try await self.edge(url, clock: clock) {
                $0.windows = Self.windows
                $0.rendition = .audio
            }.run { edge in
                try await eventually("some of it") { try edge.hasReceived(40_000, upTo: 42_000, of: self.lesson) }
                // It is 02:06:40; two seconds before the end of the window is its end.
                clock.set(UTCTime(milliseconds: opening.milliseconds + (53 * 60 + 17) * 1_000))
                edge.service.lookAtClock()
                #expect(edge.service.stretch.isOpen)
                clock.set(UTCTime(milliseconds: opening.milliseconds + (53 * 60 + 18) * 1_000))
                edge.service.lookAtClock()
                try await eventually("the stop") { edge.service.report.fetching == nil }
                #expect(!edge.service.stretch.isOpen)
                clock.set(UTCTime(milliseconds: opening.milliseconds + 7 * 86_400_000))
                edge.service.lookAtClock()
                try await eventually("the lesson") { edge.isWhole(self.lesson) }
                #expect(origin.asked.map(\.range.lowerBound) == [0, 42_000])
            }
        }
    }

    @Test("A wish changes the order at once, and is kept over a restart; what is not listed cannot be wished for")
    func wishes() async throws {
        let other = try MadeUpLesson("l02", seed: 2, chunks: 4, chunkBytes: 5_000)
        let origin = RangeOrigin([self.lesson, self.picture, other])
        try await origin.run { url in
            for round in 0..<2 {
                let edge = try self.edge(url, [self.lesson, other]) { _ in }
                try edge.service.setPaused(true)
                try await edge.run { edge in
                    let wished = round == 0 ? "l01" : "l02"
                    try await eventually("the plan") { edge.service.plan.first?.lesson.rawValue == wished }
                    try edge.service.grant(.first, other.release.manifest.lesson)
                    #expect(edge.service.plan.first?.lesson.rawValue == "l02")
                    try edge.service.grant(.pin, other.release.manifest.lesson)
                    #expect(edge.service.outlook.entries.map(\.need.reason) == [.first, .listed])
                    let nowhere = try #require(Lesson.ID("l99"))
                    #expect(throws: NoSuchLesson(lesson: nowhere)) { try edge.service.grant(.pin, nowhere) }
                }
            }
        }
    }
}
