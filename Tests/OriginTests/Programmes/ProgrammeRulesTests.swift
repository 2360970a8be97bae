import CourseModel
import Origin
import Testing

@Suite struct ProgrammeRulesTests {
    private static let rules = """
          silentAfterMinutes: 1440
          hoursTable:
            - { fromMinutes: 15, hours: 0.5 }
            - { fromMinutes: 30, hours: 1 }
          times: { benefitOfDoubt: false, settlingDays: 10 }
          caps: { dailyHours: 6, programmeHours: 3.5 }
        """

    private static func text(_ changes: [(String, String)]) -> String {
        changes.reduce(SampleText.programme) { text, change in
            #expect(text.contains(change.0))
            return text.replacing(change.0, with: change.1)
        }
    }

    private static let whole = Self.text([
        ("  silentAfterMinutes: 1440", Self.rules), ("hoursMode: catalogue", "hoursMode: table"),
        ("hours: 3.5 }", "hours: 3.5, items: [{ item: report, title: 研修报告, hours: 0.5 }] }"),
        ("    quotaHours: 2\n", "    quotaHours: 2\n    selectionStarts: 2027-07-13\n    selectionEnds: 2027-07-15\n"),
    ])

    @Test("Steps, times, caps, items and selection are read, and a day is the programme's own")
    func reads() throws {
        let programme = try ProgrammeImport.read(Self.whole).programme
        let rules = programme.ruleSet
        #expect(rules.hoursTable?.map(\.fromMinutes) == [15, 30])
        #expect(rules.hoursTable?.map(\.hundredths.hundredths) == [50, 100])
        #expect(rules.times == TimeRules(hasWindows: true, benefitOfDoubt: false, settlingDays: 10))
        #expect(rules.caps?.dailyHundredths?.hundredths == 600 && rules.caps?.programmeHundredths?.hundredths == 350)
        #expect(rules.caps?.dayOffsetMinutes == 480)
        #expect(programme.phases.first?.items?.map(\.item.rawValue) == ["report"])
        // 2027-07-13T00:00 in Shanghai.
        #expect(programme.sections.first?.selection?.startsAtMs.milliseconds == 1_815_408_000_000)
        #expect(programme.sections.last?.selection == nil)
    }

    @Test("A rehearsal leaves the windows out, and nothing else")
    func rehearsal() throws {
        let rehearsal = try ProgrammeImport.read(Self.whole, isRehearsal: true).programme
        #expect(rehearsal.ruleSet.times == TimeRules(hasWindows: false, benefitOfDoubt: false, settlingDays: 10))
        #expect(rehearsal.ruleSet.hoursTable == (try ProgrammeImport.read(Self.whole).programme.ruleSet.hoursTable))
        #expect(try ProgrammeImport.read(SampleText.programme, isRehearsal: true).programme.ruleSet.times == nil)
    }

    @Test("A rule set without the new groups has the digest that it always had")
    func digest() throws {
        let rules = try ProgrammeImport.read(SampleText.programme).programme.ruleSet
        let text = String(decoding: try CanonicalJSON.encode(rules), as: UTF8.self)
        #expect(
            text == """
                {"accountKind":"remote","completionPermille":900,"creditRatioPermille":1000,"gapCloseMs":1500,\
                "hoursMode":"catalogue","maxRatePermille":1000,"minutesPerHour":45,"owner":{"zh":"测试办公室"},\
                "quantumHundredths":50,"ruleSet":"r1","silentAfterMinutes":1440}
                """
        )
    }

    @Test(
        "What does not fit together is refused",
        arguments: [
            ("{ fromMinutes: 30, hours: 1 }", "{ fromMinutes: 15, hours: 1 }", "rising"),
            ("{ fromMinutes: 30, hours: 1 }", "{ fromMinutes: 30, hours: 0.25 }", "rising"),
            ("hoursMode: table", "hoursMode: duration", "hoursTable"),
            ("programmeHours: 3.5", "programmeHours: 2", "programmeHours"),
            ("title: 研修报告, hours: 0.5", "title: 研修报告, hours: 4", "items"),
            ("item: report", "item: ideas", "twice"),
            ("selectionEnds: 2027-07-15", "selectionEnds: 2027-07-13", "selection"),
            ("settlingDays: 10", "settlingDays: -1", "settlingDays"),
            ("benefitOfDoubt: false", "benefitOfDoubt: perhaps", "benefitOfDoubt"),
            ("caps: {", "caps: { weeklyHours: 1,", "weeklyHours"),
        ]
    )
    func refused(old: String, new: String, word: String) throws {
        #expect(Self.whole.contains(old))
        let error = #expect(throws: ProgrammeImportError.self) {
            try ProgrammeImport.read(Self.whole.replacing(old, with: new))
        }
        #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }
}
