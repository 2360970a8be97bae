import CourseModel
import Prefetching
import Testing

@Suite struct PrefetchPlannerTests {
    private func plan(
        _ manifests: [Manifest],
        _ programmes: [Programme],
        now: Int64 = 0,
        runBytes: Int64 = 1 << 20,
        chosen: [Lesson.ID: RenditionChoice] = [:],
        held: [Digest: Set<Int>] = [:],
        room: Int64? = nil,
        begun: Set<Digest> = []
    ) -> [PlannedRun] {
        PrefetchPlanner(runBytesMax: ByteCount(bytes: runBytes))
            .plan(
                manifests: manifests,
                needs: LessonNeeds(programmes: programmes, now: Sample.time(now)),
                chosen: chosen,
                held: { held[$0] ?? [] },
                room: room.map { ByteCount(bytes: $0) },
                hasRoom: { begun.contains($0) }
            )
    }

    @Test("What is needed at no particular time is planned only where the disk has room for it beside what is needed")
    func room() throws {
        func manifest(_ lesson: String) throws -> Manifest {
            try Sample.manifest(
                lesson,
                tracks: [Sample.track(lesson, "audio", sizes: [60, 40], isVideo: false, rate: 1)]
            )
        }
        let manifests = try ["a", "b", "needed"].map { try manifest($0) }
        let programme = try Sample.programme(lessons: ["needed"])
        func lessons(_ room: Int64, begun: Set<Digest> = []) -> [String] {
            self.plan(manifests, [programme], room: room, begun: begun).map(\.lesson.rawValue)
        }
        #expect(lessons(300) == ["needed", "a", "b"] && lessons(299) == ["needed", "a"])
        #expect(lessons(-5) == ["needed"])
        #expect(lessons(100, begun: [Sample.digest("b/audio")]) == ["needed", "b"])
    }

    @Test("The lesson that the timetable needs first goes first, whatever its place in the programme")
    func earliestDeadlineFirst() throws {
        let programme = try Sample.programme(
            lessons: ["a", "b", "c"],
            slots: [("b", 5_000), ("c", 2_000), ("c", 900)]
        )
        let runs = self.plan(try ["a", "b", "c"].map { try Sample.manifest($0) }, [programme])
        #expect(runs.map(\.lesson.rawValue) == ["c", "a", "b"])
        #expect(runs.map(\.reason) == [.timetable, .phase, .timetable])
        #expect(runs.map(\.neededAtMs) == [Sample.time(900), Sample.time(1_000), Sample.time(5_000)])
    }

    @Test("Lessons needed at the same time go in the programme's order, and those of no programme last")
    func programmeOrder() throws {
        let programme = try Sample.programme(lessons: ["z", "y"])
        let runs = self.plan(try ["a", "y", "z"].map { try Sample.manifest($0) }, [programme])
        #expect(runs.map(\.lesson.rawValue) == ["z", "y", "a"])
        #expect(runs.last?.reason == .listed)
        #expect(runs.last?.neededAtMs == nil)
    }

    @Test("A phase that is over makes no lesson urgent")
    func pastPhase() throws {
        let past = try Sample.programme(lessons: ["old"], slots: [("old", 1_500)], start: 1_000, end: 2_000)
        let next = try Sample.programme(lessons: ["new"], start: 8_000, end: 9_000)
        let runs = self.plan(try ["old", "new"].map { try Sample.manifest($0) }, [past, next], now: 3_000)
        #expect(runs.map(\.lesson.rawValue) == ["new", "old"])
    }

    @Test("A lesson of two programmes is needed when the first of them needs it")
    func twoProgrammes() throws {
        let late = try Sample.programme(lessons: ["a"], start: 5_000)
        let early = try Sample.programme(lessons: ["b", "a"], start: 2_000)
        let needs = LessonNeeds(programmes: [late, early], now: .zero)
        #expect(needs[try Sample.lesson("a")].neededAtMs == Sample.time(2_000))
    }

    @Test("Sound goes before pictures, and small pictures before large ones")
    func soundFirst() throws {
        let manifest = try Sample.manifest(
            "a",
            tracks: [
                try Sample.track("a", "high", sizes: [10], isVideo: true, rate: 900),
                try Sample.track("a", "low", sizes: [10], isVideo: true, rate: 300),
                try Sample.track("a", "audio", sizes: [10], isVideo: false, rate: 900),
            ]
        )
        let blobs = self.plan([manifest], []).map(\.blob)
        #expect(blobs == ["a/audio", "a/low", "a/high"].map(Sample.digest))
    }

    @Test("Poster and captions go before the sound, and the storyboard when the smallest pictures have come")
    func companions() throws {
        func images(_ interval: Int64) -> Track.Images {
            Track.Images(widthPixels: 160, heightPixels: 90, columns: 1, rows: 1, intervalTicks: interval)
        }
        let manifest = try Sample.manifest(
            "a",
            tracks: [
                try Sample.track("a", "high", sizes: [10], isVideo: true, rate: 900),
                try Sample.track("a", "low", sizes: [10], isVideo: true, rate: 300),
                try Sample.track("a", "audio", sizes: [10], isVideo: false, rate: 900),
                try Sample.companion("storyboard", images: images(5_000)),
                try Sample.companion("captions-zh", text: Track.Text(cues: 1)),
                try Sample.companion("poster", images: images(0)),
            ]
        )
        let blobs = self.plan([manifest], []).map(\.blob)
        let names = ["a/poster", "a/captions-zh", "a/audio", "a/low", "a/storyboard", "a/high"]
        #expect(blobs == names.map(Sample.digest))
    }

    @Test("Of each lesson come the tracks of the rendition that was chosen, and what goes with any")
    func oneRendition() throws {
        let manifest = try Sample.ladder("a")
        let low = RenditionChoice(rendition: Rendition.ID("270p"), reason: .inTime)
        let runs = self.plan([manifest], [], chosen: [manifest.lesson: low])
        #expect(runs.map(\.blob) == ["a/captions", "a/audio-48k", "a/video-270p"].map(Sample.digest))
        #expect(self.plan([manifest], []).map(\.blob) == ["a/captions", "a/audio", "a/video-720p"].map(Sample.digest))
    }

    @Test("A run spans chunk after chunk, stops at a held one, and is no longer than it may be")
    func runs() throws {
        let sizes: [Int64] = [100, 100, 100, 100, 100, 500, 100]
        let track = try Sample.track("a", "video", sizes: sizes, isVideo: true, rate: 1)
        let manifest = try Sample.manifest("a", tracks: [track])
        #expect(self.plan([manifest], []).map(\.chunks) == [0..<7])
        #expect(self.plan([manifest], [], held: [track.blob: [2]]).map(\.chunks) == [0..<2, 3..<7])
        #expect(self.plan([manifest], [], runBytes: 250).map(\.chunks) == [0..<2, 2..<4, 4..<5, 5..<6, 6..<7])
        #expect(self.plan([manifest], [], held: [track.blob: Set(0..<7)]).isEmpty)
    }

    @Test("A track file that two lessons share is fetched once, and a plan has an end")
    func limits() throws {
        let track = try Sample.track("a", "video", sizes: [1, 1, 1, 1], isVideo: true, rate: 1)
        let manifests = [try Sample.manifest("a", tracks: [track]), try Sample.manifest("b", tracks: [track])]
        #expect(self.plan(manifests, []).count == 1)
        let short = PrefetchPlanner(runBytesMax: ByteCount(bytes: 1), runsMax: 3)
        let needs = LessonNeeds(programmes: [], now: .zero)
        #expect(short.plan(manifests: manifests, needs: needs, chosen: [:]) { _ in [] }.count == 3)
    }
}
