import CourseModel
import Prefetching
import Testing

@Suite struct PrefetchOutlookTests {
    private func outlook(
        _ lessons: [String],
        slots: [(String, Int64)],
        rate: Int64,
        low: Int64? = nil,
        preference: RenditionPreference = .auto,
        windows: String = "",
        cap: Int64? = nil,
        held: [String: Int] = [:],
        wishes: LessonWishes = LessonWishes()
    ) throws -> PrefetchOutlook {
        let programme = try Sample.programme(lessons: slots.map(\.0), slots: slots, start: 0, end: 100_000_000)
        let needs = LessonNeeds(programmes: [programme], now: .zero, wishes: wishes)
        let options = try lessons.map { lesson in
            LessonOptions(of: try Sample.ladder(lesson)) { Set(0..<(held["\(lesson)/\($0.track)"] ?? 0)) }
        }
        let line = PrefetchOutlook.Line(
            rate: LineRate(median: ByteCount(bytes: rate), low: ByteCount(bytes: low ?? rate)),
            schedule: LinkSchedule(
                windows: try #require(LinkWindow.list(windows)),
                cap: cap.map { Bitrate(bitsPerSecond: $0) }
            ),
            now: .zero
        )
        return PrefetchOutlook(
            lessons: options,
            choices: RenditionChooser(preference).choices(for: options, needs: needs, line: line.low),
            programmes: [programme],
            needs: needs,
            line: line
        )
    }

    @Test("Each lesson is ready when those before it and itself have come, half of the times and nine times out of ten")
    func ready() throws {
        let slots: [(String, Int64)] = [("a", 1_000), ("b", 2_000)]
        let outlook = try self.outlook(["b", "a"], slots: slots, rate: 102, low: 51)
        #expect(outlook.entries.map(\.lesson.rawValue) == ["a", "b"])
        #expect(outlook.entries.map(\.readyAtMs) == [Sample.time(10), Sample.time(20)])
        #expect(outlook.entries.map(\.readyLateAtMs) == [Sample.time(20), Sample.time(40)])
        let admission = try #require(outlook.admissions.first)
        #expect(admission.verdict == .inTime)
        #expect(admission.readyAtMs == Sample.time(40))
        #expect(admission.leftBytes == ByteCount(bytes: 2_040))
        #expect(admission.help == [])
    }

    @Test("What is here has no time, and a programme of which everything is here is held")
    func held() throws {
        let held = ["a/video-720p": 196, "a/audio": 6, "a/captions": 2]
        let outlook = try self.outlook(["a"], slots: [("a", 10)], rate: 0, held: held)
        #expect(outlook.entries[0].readyAtMs == nil)
        #expect(outlook.entries[0].leftBytes == .zero)
        #expect(outlook.admissions[0].verdict == .held)
    }

    @Test("A wish comes before every deadline, the latest first, and what is pinned before what nobody asks for")
    func wishes() throws {
        let wishes = LessonWishes(
            first: [try Sample.lesson("x"), try Sample.lesson("b")],
            pinned: [try Sample.lesson("z"), try Sample.lesson("a")]
        )
        let slots: [(String, Int64)] = [("a", 1_000), ("b", 2_000)]
        let outlook = try self.outlook(["a", "b", "x", "y", "z"], slots: slots, rate: 1_000, wishes: wishes)
        #expect(outlook.entries.map(\.lesson.rawValue) == ["x", "b", "a", "z", "y"])
        #expect(outlook.entries.map(\.need.reason) == [.first, .first, .timetable, .pinned, .listed])
    }

    @Test("Where a programme is late, what would help is said, and only that")
    func help() throws {
        func help(
            _ rate: Int64,
            _ preference: RenditionPreference = .auto,
            windows: String = "",
            cap: Int64? = nil
        ) throws -> [Holdings.Help] {
            let outlook = try self.outlook(
                ["a"],
                slots: [("a", 10)],
                rate: rate,
                preference: preference,
                windows: windows,
                cap: cap
            )
            #expect(outlook.admissions[0].verdict == .late)
            #expect(outlook.admissions[0].lateLessons == 1)
            return outlook.admissions[0].help
        }
        // 1970 began on a Thursday; the sound alone is 25 bytes.
        #expect(try help(3, windows: "thu 00:01-00:02") == [.widerWindow])
        #expect(try help(100, cap: 80) == [.widerWindow])
        #expect(try help(50, .source) == [.lowerRendition])
        #expect(try help(2) == [.parent, .disc])
        #expect(try help(2, windows: "thu 00:01-00:02") == [.parent, .disc])
    }

    @Test("Every lesson has its own help: none that comes in time, and each what its own deadline needs")
    func helpByLesson() throws {
        let slots: [(String, Int64)] = [("a", 10), ("b", 70), ("c", 90_000_000)]
        // Until the second one the window brings 20 bytes and the line itself 140; the third has years.
        let outlook = try self.outlook(["a", "b", "c"], slots: slots, rate: 2, windows: "thu 00:01-00:02")
        #expect(outlook.entries.map(\.help) == [[.parent, .disc], [.widerWindow], []])
        #expect(outlook.admissions[0].lateLessons == 2)
        #expect(outlook.admissions[0].help == [.parent, .disc])
    }
}
