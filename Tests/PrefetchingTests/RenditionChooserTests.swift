import CourseModel
import Prefetching
import Testing

/// Lessons of four renditions (1,020, 420, 215 and 25 bytes) on lines that bring so many bytes a second.
@Suite struct RenditionChooserTests {
    /// - Parameters:
    ///   - slots: when each lesson is needed, in seconds; one that is not named is needed at no particular time.
    ///   - held: names of tracks that are held, as `lesson/track`, and how many of their chunks.
    private func choose(
        _ lessons: [String],
        slots: [(String, Int64)] = [],
        rate: Int64,
        _ preference: RenditionPreference = .auto,
        held: [String: Int] = [:],
        now: Int64 = 0
    ) throws -> [String] {
        let programme = try Sample.programme(lessons: slots.map(\.0), slots: slots, start: 0, end: 1_000_000)
        let choices = RenditionChooser(preference).choices(
            for: try lessons.map { lesson in
                LessonOptions(of: try Sample.ladder(lesson)) { Set(0..<(held["\(lesson)/\($0.track)"] ?? 0)) }
            },
            needs: LessonNeeds(programmes: slots.isEmpty ? [] : [programme], now: Sample.time(now)),
            line: LinkForecast(now: Sample.time(now), line: ByteCount(bytes: rate))
        )
        return try lessons.map { lesson in
            let choice = try #require(choices[try Sample.lesson(lesson)])
            return "\(choice.rendition?.rawValue ?? "-") \(choice.reason.rawValue)"
        }
    }

    @Test(
        "The best rendition that is here in time is chosen, to the byte",
        arguments: [
            (1_020, "720p best"), (1_019, "480p inTime"), (420, "480p inTime"), (419, "270p inTime"),
            (215, "270p inTime"), (214, "audio soundOnly"), (25, "audio soundOnly"), (24, "270p late"),
            (0, "270p late"),
        ] as [(Int64, String)]
    )
    func oneLesson(bytes: Int64, expected: String) throws {
        #expect(try self.choose(["a"], slots: [("a", 1)], rate: bytes) == [expected])
    }

    @Test("All lessons needed by a deadline count together, in the order in which they come")
    func together() throws {
        let slots: [(String, Int64)] = [("a", 20), ("b", 20)]
        #expect(try self.choose(["a", "b"], slots: slots, rate: 102) == ["720p best", "720p best"])
        #expect(try self.choose(["a", "b"], slots: slots, rate: 101) == ["480p inTime", "480p inTime"])
        #expect(
            try self.choose(["a", "b"], slots: [("a", 10), ("b", 21)], rate: 101) == ["480p inTime", "720p best"]
        )
    }

    @Test("A first day that is near does not lower the lessons of the weeks after it")
    func bottleneck() throws {
        let slots: [(String, Int64)] = [("a", 1), ("b", 2), ("c", 100)]
        #expect(
            try self.choose(["c", "b", "a"], slots: slots, rate: 215)
                == ["720p best", "270p inTime", "270p inTime"]
        )
    }

    @Test("A lesson that is late in any case makes no other smaller, and none before it larger")
    func late() throws {
        let slots: [(String, Int64)] = [("a", 0), ("b", 1), ("c", 100)]
        #expect(
            try self.choose(["a", "b", "c"], slots: slots, rate: 20, now: 0) == ["270p late", "270p late", "720p best"]
        )
    }

    @Test("Where only the sound can be here in time the sound is chosen, up to that deadline and no further")
    func sound() throws {
        let slots: [(String, Int64)] = [("a", 10), ("b", 10), ("c", 100)]
        #expect(
            try self.choose(["a", "b", "c"], slots: slots, rate: 42)
                == ["audio soundOnly", "audio soundOnly", "720p best"]
        )
    }

    @Test("A lesson that is needed at no particular time is fetched as good as there is")
    func unhurried() throws {
        #expect(try self.choose(["a"], rate: 1) == ["720p unhurried"])
    }

    @Test("What was begun stays as long as nothing is late with it, and goes where something is")
    func sticky() throws {
        let begun = ["a/video-480p": 1]
        let slots: [(String, Int64)] = [("a", 1)]
        #expect(try self.choose(["a"], slots: slots, rate: 5_000, held: begun) == ["480p begun"])
        #expect(try self.choose(["a"], slots: slots, rate: 415, held: begun) == ["480p begun"])
        #expect(try self.choose(["a"], slots: slots, rate: 414, held: begun) == ["270p inTime"])
        // Sound that several renditions share begins none of them.
        #expect(try self.choose(["a"], slots: slots, rate: 5_000, held: ["a/audio": 6]) == ["720p best"])
    }

    @Test("A late lesson that is nearly here is finished, not begun anew in a smaller rendition")
    func nearlyHere() throws {
        let held = ["a/video-720p": 195, "a/audio": 6, "a/captions": 2]
        #expect(try self.choose(["a"], slots: [("a", 0)], rate: 10, held: held) == ["720p late"])
    }

    @Test("What is here whole stays chosen, however fast the line is")
    func whole() throws {
        let held = ["a/video-270p": 38, "a/audio-48k": 3, "a/captions": 2]
        #expect(try self.choose(["a"], slots: [("a", 1)], rate: 5_000, held: held) == ["270p whole"])
        #expect(try self.choose(["a"], rate: 1, .audio, held: held) == ["270p whole"])
        #expect(try self.choose(["a"], rate: 1, .source, held: held) == ["720p setting"])
    }

    @Test(
        "A setting chooses the best that is no better than it says",
        arguments: [(.source, "720p"), (.p480, "480p"), (.p270, "270p"), (.audio, "audio")]
            as [(RenditionPreference, String)]
    )
    func setting(preference: RenditionPreference, expected: String) throws {
        #expect(try self.choose(["a"], slots: [("a", 1)], rate: 1, preference) == ["\(expected) setting"])
    }

    @Test("A lesson with one rendition, or none, leaves no choice")
    func only() throws {
        let manifests = [
            try Sample.manifest("a"),
            try Sample.manifest(
                "b",
                tracks: [],
                renditions: [Rendition(rendition: try #require(.init("r0")), tracks: [])]
            ),
        ]
        let choices = RenditionChooser().choices(
            for: manifests.map { LessonOptions(of: $0) { _ in [] } },
            needs: LessonNeeds(programmes: [], now: .zero),
            line: LinkForecast(now: .zero, line: .zero)
        )
        #expect(choices[try Sample.lesson("a")] == RenditionChoice(rendition: nil, reason: .only))
        #expect(choices[try Sample.lesson("b")]?.rendition?.rawValue == "r0")
    }

    @Test("A limit says what would have to come by when, and what comes")
    func limit() throws {
        let programme = try Sample.programme(lessons: ["a"], start: 10)
        let choice = RenditionChooser().choices(
            for: [LessonOptions(of: try Sample.ladder("a")) { _ in [] }],
            needs: LessonNeeds(programmes: [programme], now: .zero),
            line: LinkForecast(now: .zero, line: ByteCount(bytes: 50))
        )[try Sample.lesson("a")]
        #expect(
            choice?.limit
                == RenditionChoice.Limit(
                    byMs: Sample.time(10),
                    neededBytes: ByteCount(bytes: 1_020),
                    carriedBytes: ByteCount(bytes: 500)
                )
        )
    }
}
