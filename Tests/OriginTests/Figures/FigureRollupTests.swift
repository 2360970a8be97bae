import CourseModel
import HTTPServing
import Origin
import Testing

@Suite struct FigureRollupTests {
    static func programme() throws -> Programme {
        try ProgrammeImport.read(SampleText.organisedProgramme).programme
    }

    static func registration(_ identity: Registration.Identity) throws -> Registration {
        Registration(
            programme: try #require(Programme.ID("p1")),
            identity: identity,
            subject: "语文",
            coursePackage: nil,
            topics: []
        )
    }

    static func statement(_ trainee: String, credited: Int64, refusals: [(Reason, Int64)] = []) throws -> Statement {
        let lesson = try #require(Lesson.ID("l01"))
        return Statement(
            trainee: try #require(Person.ID(trainee)),
            programme: try #require(Programme.ID("p1")),
            creditedHundredths: CreditHours(hundredths: credited),
            requiredHundredths: CreditHours(hundredths: 300),
            sections: [
                .init(
                    section: try #require(Section.ID("ideas")),
                    countedHundredths: CreditHours(hundredths: credited),
                    quotaHundredths: CreditHours(hundredths: 200)
                )
            ],
            lessons: credited == 0
                ? []
                : [
                    .init(
                        lesson: lesson,
                        coveredMs: MediaTime(milliseconds: 1),
                        durationMs: MediaTime(milliseconds: 2),
                        isComplete: false
                    )
                ],
            refusals: refusals.map { reason, minutes in
                .init(lesson: lesson, reason: reason, refusedMs: MediaTime(milliseconds: minutes * 60_000))
            }
        )
    }

    /// Two schools, one of them silent; three trainees, one of whom knows nothing of it, and a guide.
    static func figures(revision: Int64 = 1) throws -> DailyFigures {
        let county = CountyRecord(county: try #require(County.ID("c001")), name: Title(zh: "测试县"))
        func entry(
            _ id: String,
            _ people: [String: Registration.Identity],
            _ statements: [Statement]
        ) throws -> FigureRollup.SchoolEntry {
            FigureRollup.SchoolEntry(
                facts: SchoolFacts(
                    school: SchoolRecord(
                        school: try #require(School.ID(id)),
                        county: county.county,
                        name: Title(zh: "学校\(id)")
                    ),
                    isEnrolled: true,
                    held: nil,
                    lastReportMs: nil,
                    isForked: false,
                    registrations: Dictionary(
                        uniqueKeysWithValues: try people.map {
                            (try #require(Person.ID($0.key)), [try Self.registration($0.value)])
                        }
                    ),
                    statements: statements
                ),
                isSilent: id == "s002",
                lastHeardMs: nil
            )
        }
        var rollup = FigureRollup(programmes: [try Self.programme()])
        rollup.add(
            FigureRollup.CountyEntry(
                county: county,
                schools: [
                    try entry("s002", ["t3": .trainee], []),
                    try entry(
                        "s001",
                        ["t1": .groupLeader, "t2": .trainee, "g1": .guide],
                        [
                            try Self.statement(
                                "t1",
                                credited: 300,
                                refusals: [(.rate, 5), (.conflict, 2), (.rate, 1)]
                            ),
                            try Self.statement("t2", credited: 50, refusals: [(.rate, 10)]),
                        ]
                    ),
                ],
                groups: [
                    ProvinceDatabase.AcceptedGroup(
                        studyGroup: try #require(StudyGroup.ID("g-1")),
                        programme: try #require(Programme.ID("p1")),
                        name: "语文研修组",
                        leader: Person.ID("t1"),
                        members: try ["t1", "t3"].map { try #require(Person.ID($0)) },
                        guide: nil,
                        tier: nil
                    )
                ]
            )
        )
        return rollup.figures(of: "2027-07-15", revision: revision, at: OriginFixture.start)
    }

    @Test("A county's figures are those of its schools together; guides are not counted, and silence is")
    func counts() throws {
        let county = try #require(try Self.figures().programmes.first?.counties.first)
        #expect(county.schools.map(\.school.rawValue) == ["s001", "s002"])
        #expect((county.schoolCount, county.silentSchools) == (2, 1))
        #expect((county.counts.registered, county.counts.active, county.counts.complete) == (3, 2, 1))
        #expect(county.counts.creditedHundredths.hundredths == 350)
        #expect(county.counts.requiredHundredths.hundredths == 900)
        #expect(county.counts.phases.map(\.creditedHundredths.hundredths) == [350])
        let refused = county.counts.refused.map {
            [$0.reason.rawValue, "\($0.refusedMs.milliseconds / 60_000)", "\($0.trainees)"]
        }
        #expect(refused == [["CONFLICT", "2", "1"], ["RATE", "16", "2"]])
        let group = try #require(county.groups.first)
        #expect((group.counts.registered, group.counts.active, group.counts.complete) == (2, 1, 1))
    }

    @Test("The table has a row for each county, school and group, with a column for each phase and reason")
    func table() throws {
        let messages = try Messages(folders: [OfficerController.resources])
        let table = FigureTable(messages: messages, language: .chinese, timeZone: "Asia/Shanghai")
        let text = String(decoding: table.bytes(of: try Self.figures()), as: UTF8.self)
        let rows = text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.count == 5)
        #expect(Set(rows.map(\.count)) == [21])
        #expect(rows[0].suffix(3) == ["学时：p1 集中", "未计入（分钟）：CONFLICT", "未计入（分钟）：RATE"])
        #expect(rows[1].suffix(8) == ["3", "2", "1", "3.5", "9", "3.5", "2", "16"])
        #expect(rows.dropFirst().map { $0[4] } == ["县", "学校", "学校", "研修组"])
    }

    @Test("The digest names what is said, not when; what goes out has no study groups; a county has its own only")
    func parts() throws {
        let figures = try Self.figures()
        #expect(try figures.digest() == Self.figures(revision: 7).digest())
        #expect(figures.summary.programmes.first?.counties.first?.groups == [])
        #expect(figures.of(try #require(County.ID("c002"))).programmes.first?.counties == [])
        #expect(figures.of(try #require(County.ID("c001"))) == figures)
    }
}
