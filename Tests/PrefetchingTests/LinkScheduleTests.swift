import CourseModel
import Prefetching
import Testing

@Suite struct LinkScheduleTests {
    private static let line = ByteCount(bytes: 200_000)
    private static let day: Int64 = 86_400

    /// 1970-01-05 was a Monday.
    private func at(_ day: Int64, _ hour: Int64, _ minute: Int64 = 0) -> UTCTime {
        Sample.time((4 + day) * Self.day + hour * 3_600 + minute * 60)
    }

    private func schedule(_ windows: String, cap: Int64? = nil, offset: Int = 0) throws -> LinkSchedule {
        LinkSchedule(
            windows: try #require(LinkWindow.list(windows)),
            cap: cap.map { Bitrate(bitsPerSecond: $0) },
            utcOffsetMinutes: offset
        )
    }

    @Test("Without windows and cap the line may be used at any time, and that never changes")
    func always() throws {
        let stretch = try self.schedule("").stretch(at: self.at(2, 3), line: Self.line)
        #expect(stretch == LinkSchedule.Stretch(limit: nil, until: nil))
    }

    @Test("A window over midnight belongs to the day on which it begins")
    func overMidnight() throws {
        let schedule = try self.schedule("fri 22:00-06:30")
        #expect(schedule.stretch(at: self.at(4, 21, 59), line: Self.line).limit == .zero)
        #expect(schedule.stretch(at: self.at(4, 21, 59), line: Self.line).until == self.at(4, 22))
        let open = schedule.stretch(at: self.at(4, 23), line: Self.line)
        #expect(open == LinkSchedule.Stretch(limit: nil, until: self.at(5, 6, 30)))
        #expect(schedule.stretch(at: self.at(5, 6, 30), line: Self.line).until == self.at(11, 22))
    }

    @Test("A window over the end of the week goes on into Monday")
    func overTheWeek() throws {
        let schedule = try self.schedule("sun 23:00-02:00")
        #expect(schedule.stretch(at: self.at(0, 1, 59), line: Self.line).isOpen)
        #expect(!schedule.stretch(at: self.at(0, 2), line: Self.line).isOpen)
        #expect(schedule.stretch(at: self.at(6, 23), line: Self.line).until == self.at(7, 2))
    }

    @Test("Windows are in the school's own time")
    func offset() throws {
        let schedule = try self.schedule("mon 00:00-01:00", offset: 480)
        #expect(schedule.stretch(at: self.at(-1, 16), line: Self.line).isOpen)
        #expect(!schedule.stretch(at: self.at(-1, 15, 59), line: Self.line).isOpen)
        #expect(!schedule.stretch(at: self.at(0, 0, 30), line: Self.line).isOpen)
    }

    @Test("A share is of the line, a rate is less its headers, the widest open window counts, and the cap is above all")
    func limits() throws {
        func limit(_ windows: String, cap: Int64? = nil) throws -> Int64? {
            try self.schedule(windows, cap: cap).stretch(at: self.at(1, 12), line: Self.line).limit?.bytes
        }
        #expect(try limit("daily 00:00-24:00 50%") == 100_000)
        #expect(try limit("daily 00:00-24:00 800 kbit/s") == 95_000)
        #expect(try limit("daily 00:00-24:00 50%; tue 11:00-13:00 1Mbit/s") == 118_750)
        #expect(try limit("daily 00:00-24:00 50%; tue 11:00-13:00") == nil)
        #expect(try limit("tue 11:00-13:00", cap: 80_000) == 9_500)
        #expect(try limit("", cap: 80_000) == 9_500)
        #expect(try limit("wed 11:00-13:00", cap: 80_000) == 0)
    }

    @Test("A stretch lasts exactly as long as nothing changes, all through a week")
    func everyMinute() throws {
        let schedule = try self.schedule(
            "mon-wed 22:10-06:05; sat,sun 00:00-24:00 50%; daily 05:00-05:30 1 Mbit/s",
            offset: 345
        )
        var until: UTCTime? = self.at(0, 0)
        var limit: ByteCount?
        var changes = 0
        for minute in stride(from: Int64(0), to: 7 * 1_440, by: 5) {
            let now = self.at(0, 0, minute)
            let stretch = schedule.stretch(at: now, line: Self.line)
            if now == until { changes += 1 } else { #expect(stretch.limit == limit, "minute \(minute)") }
            (until, limit) = (stretch.until, stretch.limit)
        }
        #expect(changes > 15)
    }

    @Test("Borders at which nothing changes are none")
    func sameBorders() throws {
        let schedule = try self.schedule("daily 00:00-24:00")
        #expect(schedule.stretch(at: self.at(3, 5), line: Self.line) == LinkSchedule.Stretch(limit: nil, until: nil))
    }

    @Test(
        "What means nothing is refused",
        arguments: [
            "mon", "mon 22:00", "22:00-06:00", "moon 22:00-06:00", "mon 22-06", "mon 22:00-22:00", "mon 24:00-06:00",
            "mon 22:00-25:00", "mon 22:60-23:00", "mon 22:00-06:00 0%", "mon 22:00-06:00 101%", "mon 22:00-06:00 fast",
            "mon 22:00-06:00 5 Gbit/s", "mon- 22:00-06:00", "mon,,tue 22:00-06:00", "mon 22:00-06:00 -5%",
            "mon 22:00-06:00 500 kbit/s more", "mon +2:00-06:00",
            Array(repeating: "mon 1:00-2:00", count: 21).joined(separator: ";"),
        ]
    )
    func refused(text: String) {
        #expect(LinkWindow.list(text) == nil)
    }

    @Test("What a technician writes is read")
    func read() throws {
        #expect(LinkWindow.list(" ; ") == [])
        let list = try #require(LinkWindow.list("Fri-Mon 22:00-6:30 ;sat,SUN 00:00-24:00 100%; wed 1:00-2:00 2 Mbit/s"))
        #expect(list[0] == LinkWindow(days: [4, 5, 6, 0], minutes: 1_320..<1_830))
        #expect(list[1] == LinkWindow(days: [5, 6], minutes: 0..<1_440))
        #expect(list[2] == LinkWindow(days: [2], minutes: 60..<120, share: .rate(Bitrate(bitsPerSecond: 2_000_000))))
    }

    @Test("A forecast counts the open hours only, week after week, and both its answers agree")
    func forecast() throws {
        let schedule = try self.schedule("daily 22:00-24:00; sun 00:00-12:00 50%")
        let forecast = LinkForecast(now: self.at(0, 21), line: ByteCount(bytes: 1_000), schedule: schedule)
        #expect(forecast.bytes(until: self.at(0, 22)) == .zero)
        #expect(forecast.bytes(until: self.at(0, 23)).bytes == 3_600_000)
        #expect(forecast.bytes(until: self.at(7, 21)).bytes == 7 * 7_200_000 + 12 * 1_800_000)
        #expect(forecast.bytes(until: self.at(70, 21)).bytes == 10 * (7 * 7_200_000 + 12 * 1_800_000))
        #expect(forecast.time(toBring: ByteCount(bytes: 3_600_000)) == self.at(0, 23))
        #expect(
            forecast.time(toBring: ByteCount(bytes: 7_200_001))
                == UTCTime(milliseconds: self.at(1, 22).milliseconds + 1)
        )
        #expect(forecast.time(toBring: .zero) == self.at(0, 21))
    }

    @Test("A line that brings nothing, or next to nothing, is never done, and no number overflows")
    func never() throws {
        let most = ByteCount(bytes: .max)
        let closed = LinkForecast(now: self.at(0, 0), line: .zero)
        #expect(closed.time(toBring: ByteCount(bytes: 1)) == nil)
        #expect(closed.bytes(until: UTCTime(milliseconds: .max)) == .zero)
        let slow = LinkForecast(now: self.at(0, 0), line: ByteCount(bytes: 1))
        #expect(slow.time(toBring: most) == nil)
        let fast = LinkForecast(now: self.at(0, 0), line: most)
        #expect(fast.bytes(until: UTCTime(milliseconds: .max)) == most)
        #expect(fast.time(toBring: ByteCount(bytes: 1)) == UTCTime(milliseconds: self.at(0, 0).milliseconds + 1))
        #expect(fast.bytes(until: self.at(-1, 0)) == .zero)
    }
}
