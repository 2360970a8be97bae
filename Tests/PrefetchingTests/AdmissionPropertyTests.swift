import CourseModel
import Prefetching
import Testing

/// What must hold whatever the lessons, deadlines, windows and lines are.
@Suite struct AdmissionPropertyTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ (self.state >> 29)
        }
    }

    /// A school with a course, and windows that open now and then.
    private struct World {
        let lessons: [LessonOptions]
        let needs: LessonNeeds
        let programme: Programme
        let schedule: LinkSchedule
        let rate: Int64

        init(seed: UInt64) throws {
            var random = Random(state: seed)
            let count = Int.random(in: 1...12, using: &random)
            let names = (0..<count).map { "l\($0)" }
            let slots = names.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
                .map { ($0, Int64.random(in: 0...(9 * 1_440), using: &random) * 60) }
            self.programme = try Sample.programme(
                lessons: slots.map(\.0),
                slots: slots,
                start: 0,
                end: 1_000_000_000
            )
            self.needs = LessonNeeds(programmes: [self.programme], now: .zero)
            self.lessons = try names.map { try Self.lesson($0, &random) }
            let windows = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let start = Int.random(in: 0..<1_440, using: &random)
                return LinkWindow(
                    days: Set((0..<3).map { _ in Int.random(in: 0..<7, using: &random) }),
                    minutes: start..<(start + Int.random(in: 1...1_440, using: &random)),
                    share: Bool.random(using: &random) ? .all : .permille(Int64.random(in: 1...1_000, using: &random))
                )
            }
            let cap = Int.random(in: 0..<4, using: &random) == 0 ? Bitrate(bitsPerSecond: 800_000) : nil
            self.schedule = LinkSchedule(windows: windows, cap: cap, utcOffsetMinutes: 480)
            self.rate = Int64.random(in: 1_000...300_000, using: &random)
        }

        /// Four renditions, each smaller than the one before; of some lessons a part is here.
        private static func lesson(_ name: String, _ random: inout Random) throws -> LessonOptions {
            var size = Int64.random(in: 100_000_000...2_000_000_000, using: &random)
            let options = [RenditionLevel.source, .p480, .p270, .audio].map { level in
                defer { size = size / Int64.random(in: 2...6, using: &random) }
                return LessonOptions.Option(
                    rendition: Rendition.ID("\(level)"),
                    level: level,
                    sizeBytes: ByteCount(bytes: size),
                    leftBytes: ByteCount(bytes: size),
                    isBegun: false
                )
            }
            return LessonOptions(lesson: try Sample.lesson(name), options: options)
        }

        func choices(rate: Int64) -> [Lesson.ID: RenditionChoice] {
            RenditionChooser().choices(for: self.lessons, needs: self.needs, line: self.line(rate).low)
        }

        func line(_ rate: Int64) -> PrefetchOutlook.Line {
            let bytes = ByteCount(bytes: rate)
            return PrefetchOutlook.Line(rate: LineRate(median: bytes, low: bytes), schedule: self.schedule, now: .zero)
        }

        func outlook(rate: Int64) -> PrefetchOutlook {
            PrefetchOutlook(
                lessons: self.lessons,
                choices: self.choices(rate: rate),
                programmes: [self.programme],
                needs: self.needs,
                line: self.line(rate)
            )
        }

        /// What a steady line has brought by then, carried from one change of the schedule to the next.
        func brought(by end: UTCTime) -> Int64 {
            var (time, sum) = (UTCTime.zero, Int64(0))
            while time < end {
                let stretch = self.schedule.stretch(at: time, line: ByteCount(bytes: self.rate))
                let next = min(stretch.until ?? end, end)
                sum += min(self.rate, stretch.limit?.bytes ?? self.rate) * (next - time).milliseconds / 1_000
                time = next
            }
            return sum
        }

        func level(of lesson: LessonOptions, in choices: [Lesson.ID: RenditionChoice]) throws -> RenditionLevel {
            let choice = try #require(choices[lesson.lesson])
            return try #require(lesson.options.first { $0.rendition == choice.rendition }).level
        }
    }

    private static let seeds: ClosedRange<UInt64> = 1...400

    @Test("Every deadline is met on a steady line whenever the admission test says so")
    func deadlinesAreMet() throws {
        var admitted = 0
        for seed in Self.seeds {
            let world = try World(seed: seed)
            let outlook = world.outlook(rate: world.rate)
            var through: Int64 = 0
            var missed: Set<Lesson.ID> = []
            for entry in outlook.entries {
                through += entry.leftBytes.bytes
                guard let needed = entry.need.neededAtMs else { continue }
                if world.brought(by: needed) < through { missed.insert(entry.lesson) }
            }
            #expect(outlook.admissions[0].lateLessons == missed.count, "seed \(seed)")
            for entry in outlook.entries where ![.late, .inTime].contains(entry.choice.reason) {
                #expect(!missed.contains(entry.lesson), "seed \(seed): \(entry.lesson) \(entry.choice.reason)")
            }
            admitted += missed.isEmpty ? 1 : 0
        }
        #expect((100...300).contains(admitted), "the worlds are one-sided: \(admitted)")
    }

    @Test("Nothing is promised for a time at which the line is closed, nor before it has brought what is needed")
    func insideTheWindows() throws {
        for seed in Self.seeds {
            let world = try World(seed: seed)
            let forecast = LinkForecast(now: .zero, line: ByteCount(bytes: world.rate), schedule: world.schedule)
            var through = ByteCount.zero
            for entry in world.outlook(rate: world.rate).entries {
                through += entry.leftBytes
                guard let ready = entry.readyAtMs else { continue }
                let before = UTCTime(milliseconds: ready.milliseconds - 1)
                #expect(forecast.bytes(until: ready) >= through, "seed \(seed)")
                #expect(forecast.bytes(until: before) < through, "seed \(seed)")
                #expect(world.schedule.stretch(at: before, line: ByteCount(bytes: world.rate)).isOpen, "seed \(seed)")
            }
        }
    }

    @Test("A faster line never makes the least of all renditions smaller, and never makes a programme late")
    func monotone() throws {
        var differences = 0
        for seed in Self.seeds {
            let world = try World(seed: seed)
            var before: RenditionLevel?
            var rate = world.rate / 4 + 1
            for _ in 0..<12 {
                let choices = world.choices(rate: rate)
                let isLate = choices.values.contains { $0.reason == .late }
                let levels = try world.lessons.map { try world.level(of: $0, in: choices) }
                let least = try #require(levels.min())
                if let before {
                    #expect(!isLate, "seed \(seed)")
                    #expect(least >= before, "seed \(seed) at \(rate)")
                    differences += least == before ? 0 : 1
                }
                if !isLate { before = least }
                rate += rate / 3
            }
        }
        #expect(differences > 100)
    }

    @Test("With one deadline for all, a faster line makes no single rendition smaller")
    func monotoneForEach() throws {
        for seed in Self.seeds {
            let world = try World(seed: seed)
            let names = world.lessons.map(\.lesson.rawValue)
            let programme = try Sample.programme(lessons: names, start: 500_000, end: 1_000_000_000)
            let needs = LessonNeeds(programmes: [programme], now: .zero)
            var before: [Lesson.ID: RenditionLevel] = [:]
            for step in 1...12 {
                let choices = RenditionChooser().choices(
                    for: world.lessons,
                    needs: needs,
                    line: world.line(world.rate / 4 * Int64(step)).low
                )
                if choices.values.contains(where: { $0.reason == .late }) { continue }
                for lesson in world.lessons {
                    let level = try world.level(of: lesson, in: choices)
                    #expect(level >= before[lesson.lesson] ?? level, "seed \(seed)")
                    before[lesson.lesson] = level
                }
            }
        }
    }
}
