import CourseModel
import Prefetching
import Testing

@Suite struct ReadinessForecastTests {
    private func ready(_ left: [String: Int64], goodput: Int64?, isPaused: Bool = false) throws -> [String: Int64] {
        let programme = try Sample.programme(lessons: ["first", "second"])
        let times = ReadinessForecast.readyTimes(
            left: Dictionary(
                uniqueKeysWithValues: try left.map { (try Sample.lesson($0), ByteCount(bytes: $1)) }
            ),
            needs: LessonNeeds(programmes: [programme], now: .zero),
            goodput: goodput.map { ByteCount(bytes: $0) },
            isPaused: isPaused,
            now: Sample.time(100)
        )
        return Dictionary(uniqueKeysWithValues: times.map { ($0.rawValue, $1.milliseconds / 1_000) })
    }

    @Test("Each lesson is ready when those before it and itself have come over the line")
    func inOrder() throws {
        #expect(
            try self.ready(["second": 500, "first": 1_000, "other": 1], goodput: 100)
                == ["first": 110, "second": 115, "other": 116]
        )
    }

    @Test("A lesson that is held needs no forecast and delays none")
    func held() throws {
        #expect(try self.ready(["first": 0, "second": 100], goodput: 100) == ["second": 101])
    }

    @Test("There is no telling without a measured rate, or while paused")
    func noTelling() throws {
        #expect(try self.ready(["first": 1_000], goodput: nil).isEmpty)
        #expect(try self.ready(["first": 1_000], goodput: 0).isEmpty)
        #expect(try self.ready(["first": 1_000], goodput: 100, isPaused: true).isEmpty)
    }

    @Test("A line that brings next to nothing gives a far time, not an overflow")
    func slow() throws {
        #expect(try self.ready(["first": .max / 2], goodput: 1) == ["first": 100 + 10 * 366 * 86_400])
    }
}
