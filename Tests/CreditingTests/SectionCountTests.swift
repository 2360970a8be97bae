import CourseModel
import Crediting
import Testing

@Suite struct SectionCountTests {
    @Test("Topics done count up to the section's quota")
    func quota() throws {
        let section = try Self.section(quota: 400, hours: ["t1": 200, "t2": 200, "t3": 200])
        #expect(try Self.counted(section, done: []) == 0)
        #expect(try Self.counted(section, done: ["t1"]) == 200)
        #expect(try Self.counted(section, done: ["t1", "t2", "t3"]) == 400)
        #expect(try Self.counted(section, done: ["t1", "t1", "elsewhere"]) == 200)
    }

    @Test("Twelve hours of free topics do not fill the place of the mandatory one")
    func reserve() throws {
        let section = try Self.section(quota: 1_200, hours: ["must": 200, "a": 600, "b": 600], mandatory: ["must"])
        #expect(try Self.counted(section, done: ["a", "b"]) == 1_000)
        #expect(try Self.counted(section, done: ["a", "b", "must"]) == 1_200)
    }

    @Test("Of a one-of group only the first one done counts")
    func oneOf() throws {
        let section = try Self.section(quota: 600, hours: ["t1": 200, "t2": 300, "t3": 100], oneOf: [["t1", "t2"]])
        #expect(try Self.counted(section, done: ["t2", "t1"]) == 300)
        #expect(try Self.counted(section, done: ["t1", "t2"]) == 200)
        #expect(try Self.counted(section, done: ["t3", "t1", "t2"]) == 300)
    }

    @Test("A one-of group of which none is done keeps the place of its smallest topic")
    func oneOfReserve() throws {
        let section = try Self.section(
            quota: 500,
            hours: ["t1": 200, "t2": 300, "free": 500],
            oneOf: [["t1", "t2"]]
        )
        #expect(try Self.counted(section, done: ["free"]) == 300)
        #expect(try Self.counted(section, done: ["free", "t2"]) == 500)
    }

    @Test("A reserve larger than the quota leaves nothing, and never less than nothing")
    func largeReserve() throws {
        let section = try Self.section(quota: 100, hours: ["must": 900, "a": 100], mandatory: ["must"])
        #expect(try Self.counted(section, done: ["a"]) == 0)
    }

    @Test("Numbers that would overflow are bounded by the quota")
    func overflow() throws {
        let hours = ["a": Int64.max, "b": Int64.max, "c": Int64.max]
        let section = try Self.section(quota: Int64.max, hours: hours, mandatory: ["c"])
        #expect(try Self.counted(section, done: ["a", "b", "c"]) == Int64.max)
        #expect(try Self.counted(section, done: ["a", "b"]) == 0)
    }

    @Test("Hours earned of a topic under way count, and lessen what is kept for it")
    func underWay() throws {
        let section = try Self.section(quota: 300, hours: ["must": 200, "a": 200], mandatory: ["must"])
        #expect(try Self.counted(section, done: [], earned: ["must": 150, "a": 200]) == 250)
        let group = try Self.section(quota: 300, hours: ["t1": 200, "t2": 200], oneOf: [["t1", "t2"]])
        #expect(try Self.counted(group, done: [], earned: ["t1": 50, "t2": 120]) == 120)
    }

    @Test("A phase counts its sections in their order until its hours are full")
    func phase() {
        let phase = PhaseCount(hours: CreditHours(hundredths: 500))
        let counted = phase.counted(sections: [300, -5, 300, 100].map(CreditHours.init(hundredths:)))
        #expect(counted.map(\.hundredths) == [300, 0, 200, 0])
    }

    private static func section(
        quota: Int64,
        hours: [String: Int64],
        mandatory: [String] = [],
        oneOf: [[String]] = []
    ) throws -> SectionCount {
        SectionCount(
            quota: CreditHours(hundredths: quota),
            hours: Dictionary(
                uniqueKeysWithValues: try hours.map { (try self.topic($0), CreditHours(hundredths: $1)) }
            ),
            mandatory: Set(try mandatory.map(self.topic)),
            oneOf: try oneOf.map { try $0.map(self.topic) }
        )
    }

    private static func counted(
        _ section: SectionCount,
        done: [String],
        earned: [String: Int64] = [:]
    ) throws -> Int64 {
        let earned = try earned.map { (try self.topic($0), CreditHours(hundredths: $1)) }
        return section.counted(
            done: try done.map(self.topic),
            earned: Dictionary(uniqueKeysWithValues: earned)
        ).hundredths
    }

    private static func topic(_ name: String) throws -> Topic.ID {
        try #require(Topic.ID(name))
    }
}
