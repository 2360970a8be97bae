import CourseModel
import Origin
import Testing

@Suite struct CompletenessRollupTests {
    private static let hour: Int64 = 3_600_000
    private static let now = UTCTime(milliseconds: 1_000 * Self.hour)
    /// Three lessons of 1000 bytes; `l1` is needed in 10 hours, `l2` in 20, `l3` at no particular time.
    private static let lessons = ["l1", "l2", "l3"]

    private func rollup(silentAfterMinutes: Int64 = 60, now: UTCTime = Self.now) throws -> CompletenessRollup {
        let releases = try Self.lessons.map { lesson in
            Catalogue.ReleaseEntry(
                lesson: try #require(Lesson.ID(lesson)),
                manifest: Digest(of: Array(lesson.utf8)),
                manifestSizeBytes: .zero,
                sizeBytes: ByteCount(bytes: 1000),
                durationMs: MediaTime(milliseconds: 1)
            )
        }
        let catalogue = Catalogue(
            version: 1,
            issuedAtMs: Self.now,
            expiresAtMs: Self.now,
            programmes: [],
            releases: releases
        )
        let programme = try OfficeValues.programme(
            "p1",
            slots: ["l1": self.at(hours: 10), "l2": self.at(hours: 20)],
            requiredHundredths: 1000,
            silentAfterMinutes: silentAfterMinutes
        )
        return CompletenessRollup(catalogue: catalogue, programmes: [programme], now: now)
    }

    private func at(hours: Int64) -> UTCTime { UTCTime(milliseconds: Self.now.milliseconds + hours * Self.hour) }

    /// - Parameter held: Bytes held and, in hours from now, when the rest will be.
    private func facts(
        _ name: String = "s1",
        held: [String: (bytes: Int64, readyInHours: Int64?)]? = [:],
        size: Int64 = 1000,
        heardHoursAgo: Int64 = 0,
        trainees: [String] = [],
        statements: [Statement] = []
    ) throws -> SchoolFacts {
        let edge = try #require(Edge.ID("e-\(name)"))
        let releases = try held?.map { lesson, state in
            Holdings.Release(
                lesson: try #require(Lesson.ID(lesson)),
                manifest: Digest(of: Array(lesson.utf8)),
                heldBytes: ByteCount(bytes: state.bytes),
                sizeBytes: ByteCount(bytes: lesson == "l1" ? size : 1000),
                readyAtMs: state.readyInHours.map { self.at(hours: $0) }
            )
        }
        let school = SchoolRecord(
            school: try #require(School.ID(name)),
            county: try #require(County.ID("c1")),
            name: Title(zh: name)
        )
        return SchoolFacts(
            school: school,
            isEnrolled: held != nil,
            held: releases.map {
                SchoolFacts.Held(
                    holdings: OfficeFixture.holdings(edge: edge, $0),
                    receivedAtMs: self.at(hours: -heardHoursAgo)
                )
            },
            lastReportMs: nil,
            isForked: false,
            registrations: Dictionary(
                uniqueKeysWithValues: try trainees.map {
                    (try #require(Person.ID($0)), [try OfficeValues.registration("p1")])
                }
            ),
            statements: statements
        )
    }

    @Test("A school that holds everything is ready, and its first day is the first slot")
    func ready() throws {
        let all = Dictionary(uniqueKeysWithValues: Self.lessons.map { ($0, (Int64(1000), Int64?.none)) })
        let school = try self.rollup().school(self.facts(held: all))
        #expect(school.verifiedPermille == 1000)
        #expect(school.lessonsMissing == [])
        #expect(!school.isLate)
        #expect(school.neededAtMs == self.at(hours: 10))
        #expect(school.readyAtMs == nil)
    }

    @Test("A school needs the rendition that it chose, not all of a release, and never nothing")
    func chosenRendition() throws {
        func school(size: Int64, held: Int64) throws -> SchoolCompleteness {
            try self.rollup().school(
                self.facts(held: ["l1": (held, nil), "l2": (1000, nil), "l3": (1000, nil)], size: size)
            )
        }
        #expect(try school(size: 300, held: 300).lessonsMissing == [])
        #expect(try school(size: 300, held: 300).verifiedPermille == 1000)
        #expect(try school(size: 300, held: 299).lessonsMissing.map(\.rawValue) == ["l1"])
        #expect(try school(size: 0, held: 0).lessonsMissing.map(\.rawValue) == ["l1"])
        #expect(try school(size: 5000, held: 1000).lessonsMissing == [])
    }

    @Test("One byte short is not everything")
    func almost() throws {
        let school = try self.rollup().school(self.facts(held: ["l1": (1000, nil), "l2": (1000, nil), "l3": (999, 1)]))
        #expect(school.verifiedPermille == 999)
        #expect(school.lessonsMissing.map(\.rawValue) == ["l3"])
    }

    @Test("Missing lessons are listed in the order in which they are needed")
    func missingOrder() throws {
        let school = try self.rollup().school(self.facts())
        #expect(school.lessonsMissing.map(\.rawValue) == ["l1", "l2", "l3"])
        #expect(school.verifiedPermille == 0)
    }

    @Test("The lesson with the least time to spare decides, not the one that comes last")
    func decisive() throws {
        let school = try self.rollup().school(self.facts(held: ["l1": (0, 9), "l2": (0, 12), "l3": (0, 99)]))
        #expect(!school.isLate)
        #expect(school.neededAtMs == self.at(hours: 10))
        #expect(school.readyAtMs == self.at(hours: 9))
    }

    @Test("A lesson that will be there after its slot makes its school late")
    func late() throws {
        let school = try self.rollup().school(
            self.facts(held: ["l1": (1000, nil), "l2": (500, 21), "l3": (1000, nil)])
        )
        #expect(school.isLate)
        #expect(school.neededAtMs == self.at(hours: 20))
        #expect(school.readyAtMs == self.at(hours: 21))
    }

    @Test("A lesson that is known to be late decides before one of which there is no telling")
    func lateBeforeUnknown() throws {
        let school = try self.rollup().school(self.facts(held: ["l1": (0, nil), "l2": (500, 21)]))
        #expect(school.isLate)
        #expect(school.readyAtMs == self.at(hours: 21))
        let unknown = try self.rollup().school(self.facts(held: ["l1": (0, nil), "l2": (500, 19)]))
        #expect(!unknown.isLate)
        #expect(unknown.readyAtMs == nil)
    }

    @Test("A lesson missing at its slot makes its school late, whatever the forecast says")
    func overdue() throws {
        let school = try self.rollup(now: self.at(hours: 10)).school(
            self.facts(held: ["l1": (0, nil), "l2": (1000, nil)])
        )
        #expect(school.isLate)
        #expect(school.readyAtMs == nil)
    }

    @Test("Without a forecast there is no telling, and no alarm before the slot")
    func noForecast() throws {
        let school = try self.rollup().school(self.facts(held: ["l1": (10, nil)]))
        #expect(!school.isLate)
        #expect(school.readyAtMs == nil)
        #expect(school.neededAtMs == self.at(hours: 10))
    }

    @Test("Bytes of an older release count for nothing")
    func olderRelease() throws {
        var facts = try self.facts(held: ["l1": (1000, nil)])
        let old = Holdings.Release(
            lesson: try #require(Lesson.ID("l2")),
            manifest: Digest(of: Array("an older l2".utf8)),
            heldBytes: ByteCount(bytes: 1000),
            sizeBytes: ByteCount(bytes: 1000),
            readyAtMs: nil
        )
        let held = try #require(facts.held)
        facts = SchoolFacts(
            school: facts.school,
            isEnrolled: true,
            held: .init(
                holdings: OfficeFixture.holdings(edge: held.holdings.edge, held.holdings.releases + [old]),
                receivedAtMs: held.receivedAtMs
            ),
            lastReportMs: nil,
            isForked: false,
            registrations: [:],
            statements: []
        )
        #expect(try self.rollup().school(facts).verifiedPermille == 333)
    }

    @Test("A school is silent when the last thing heard of it is older than the rules allow, to the millisecond")
    func silence() throws {
        let rollup = try self.rollup(silentAfterMinutes: 60)
        #expect(!rollup.school(try self.facts(heardHoursAgo: 1)).isSilent)
        let after = UTCTime(milliseconds: Self.now.milliseconds + 1)
        #expect(try self.rollup(silentAfterMinutes: 60, now: after).school(self.facts(heardHoursAgo: 1)).isSilent)
        let never = rollup.school(try self.facts(held: nil))
        #expect(never.isSilent)
        #expect(!never.isEnrolled)
        #expect(never.lastReportMs == nil)
        #expect(never.diskFreeBytes == nil)
    }

    @Test("A school whose journal forked comes before all others")
    func forked() throws {
        let fine = try self.facts("a-fine")
        let forked = try self.facts("z-forked")
        let facts = SchoolFacts(
            school: forked.school,
            isEnrolled: true,
            held: forked.held,
            lastReportMs: Self.now,
            isForked: true,
            registrations: [:],
            statements: []
        )
        let county = CountyRecord(county: try #require(County.ID("c1")), name: Title(zh: "县"))
        let schools = try self.rollup().county(county, schools: [fine, try self.facts("b", held: nil), facts]).schools
        #expect(schools.first?.school.rawValue == "z-forked")
        #expect(schools.first?.isForked == true)
    }

    @Test("Silent schools come first, then late ones, then by name")
    func order() throws {
        let county = CountyRecord(county: try #require(County.ID("c1")), name: Title(zh: "县"))
        let completeness = try self.rollup().county(
            county,
            schools: [
                self.facts("a-fine"), self.facts("b-late", held: ["l1": (0, 11)]), self.facts("c-fine"),
                self.facts("d-silent", heardHoursAgo: 2), self.facts("e-late", held: ["l1": (0, 11)]),
                self.facts("f-never", held: nil),
            ]
        )
        #expect(
            completeness.schools.map(\.school.rawValue)
                == ["d-silent", "f-never", "b-late", "e-late", "a-fine", "c-fine"]
        )
        #expect(completeness.silentSchools == 2)
        #expect(completeness.lateSchools == 2)
    }

    @Test("Hours are summed over all trainees, also those of whom the ledger says nothing yet")
    func hours() throws {
        let school = try self.rollup().school(
            self.facts(
                trainees: ["t1", "t2", "t3"],
                statements: [
                    OfficeValues.statement("t1", "p1", credited: 1000, required: 1000),
                    OfficeValues.statement("t2", "p1", credited: 999, required: 1000),
                    OfficeValues.statement("elsewhere", "p1", credited: 5000, required: 1000),
                ]
            )
        )
        #expect(school.creditedHundredths == CreditHours(hundredths: 1999))
        #expect(school.requiredHundredths == CreditHours(hundredths: 3000))
        #expect(school.trainees == 3)
        #expect(school.traineesDone == 1)
    }

    @Test("Before anything is published nothing is ready, missing or late")
    func empty() throws {
        let rollup = CompletenessRollup(catalogue: nil, programmes: [], now: Self.now)
        let school = rollup.school(try self.facts())
        #expect(school.verifiedPermille == 0)
        #expect(school.lessonsMissing.isEmpty)
        #expect(!school.isLate)
        #expect(!school.isSilent)
    }
}
