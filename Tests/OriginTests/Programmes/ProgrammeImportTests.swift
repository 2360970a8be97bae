import CourseModel
import Foundation
import Origin
import Testing

@Suite struct ProgrammeImportTests {
    private func problems(_ text: String) -> [YAMLProblem] {
        do throws(ProgrammeImportError) {
            _ = try ProgrammeImport.read(text)
            return []
        } catch {
            return error.problems
        }
    }

    private func problems(replacing old: String, with new: String) -> [YAMLProblem] {
        #expect(SampleText.programme.contains(old))
        return self.problems(SampleText.programme.replacing(old, with: new))
    }

    @Test("Hours are decimals, and times stand in the programme's time zone")
    func reads() throws {
        let programme = try ProgrammeImport.read(SampleText.programme).programme
        #expect(programme.title == Title(zh: "测试项目", en: "Test programme"))
        #expect(programme.phases.map(\.hoursHundredths.hundredths) == [350])
        // 2027-07-15T08:00 in Shanghai is midnight UTC.
        #expect(programme.phases.first?.startsAtMs.milliseconds == 1_815_609_600_000)
        #expect(programme.topics.map(\.hoursHundredths.hundredths) == [150, 50, 100, 100])
        #expect(programme.topics.map(\.isMandatory) == [true, false, false, false])
        #expect(programme.lessons.map(\.lesson.rawValue) == ["l01", "l02", "l03", "l04"])
        #expect(programme.sections.map(\.coursePackage?.rawValue) == [nil, "a"])
        #expect(programme.ruleSet.owner.zh == "测试办公室")
    }

    @Test("The programmes in seeds/ have the hours of their plans", arguments: ["ab", "youke"])
    func seeds(name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "seeds/programme-\(name).yaml"), encoding: .utf8)
        let imported = try ProgrammeImport.read(text)
        #expect(imported.warnings.isEmpty)
        let programme = imported.programme
        #expect(programme.phases.map(\.hoursHundredths.hundredths) == (name == "ab" ? [3600, 1400] : [2400, 1200]))
        #expect(
            programme.phases.map(\.kind) == (name == "ab" ? [.concentrated, .dispersed] : [.dispersed, .concentrated])
        )
        let packages: [CoursePackage.ID?] = name == "ab" ? [CoursePackage.ID("a"), CoursePackage.ID("b")] : [nil]
        for package in packages {
            for phase in programme.phases {
                let quotas = programme.sections.filter {
                    $0.phase == phase.phase && ($0.coursePackage == nil || $0.coursePackage == package)
                }.map(\.quotaHundredths.hundredths)
                #expect(quotas.reduce(0, +) == phase.hoursHundredths.hundredths, "\(phase.phase), \(package as Any)")
            }
        }
        #expect(programme.subjects.count == (name == "ab" ? 13 : 14))
    }

    @Test("What evidence counts and what a room needs is read, and wrong numbers are said with their path")
    func evidenceAndRooms() throws {
        let rules = """
            silentAfterMinutes: 1440
              evidence: { classes: [C, A], countUnrecorded: true, bufferedMinutesMax: 30, bufferedPermilleMax: 200 }
              collective:
                rollCalls: 2
                rollCallSeconds: 180
                confirmHours: 24
                peopleAloneMax: 20
                strictSchedule: true
                slotToleranceMinutes: 15

            """
        let text = SampleText.programme.replacing("silentAfterMinutes: 1440\n", with: rules)
        let ruleSet = try ProgrammeImport.read(text).programme.ruleSet
        #expect(ruleSet.evidence?.classes == [.served, .roster])
        #expect(ruleSet.evidence?.countsUnrecorded == true && ruleSet.evidence?.bufferedPermilleMax == 200)
        #expect(ruleSet.collective?.rollCallsMin == 2 && ruleSet.collective?.strictSchedule == true)
        #expect(try ProgrammeImport.read(SampleText.programme).programme.ruleSet.collective == nil)
        for (old, new, path) in [
            ("[C, A]", "[A, A]", "ruleSet.evidence.classes"), ("[C, A]", "[D]", "ruleSet.evidence.classes"),
            ("rollCalls: 2", "rollCalls: 0", "ruleSet.collective.rollCalls"),
            ("bufferedPermilleMax: 200", "bufferedPermilleMax: 1001", "ruleSet.evidence.bufferedPermilleMax"),
        ] {
            #expect(self.problems(text.replacing(old, with: new)).map(\.path) == [path])
        }
    }

    @Test("A misspelt key is said with its line")
    func unknownKey() throws {
        let found = self.problems(replacing: "requiredHours", with: "requiredHour")
        #expect(found.map(\.description).contains { $0.hasPrefix("line 4: unknown key 'requiredHour'") })
        #expect(found.contains { $0.path == "requiredHours" && $0.reason == "is missing" })
    }

    @Test("Everything that is wrong is said at once, with its path")
    func allAtOnce() {
        let text = SampleText.programme.replacing("hours: 1.5", with: "hours: 1.505")
            .replacing("starts: 2027-07-15T08:30", with: "starts: 2027-02-30T08:30")
            .replacing("kind: concentrated", with: "kind: intense")
        let paths = self.problems(text).map(\.path)
        #expect(Set(paths) == ["phases[0].kind", "sections[0].topics[0].hours", "timetable[0].starts"])
    }

    @Test("What names something that is not there is refused")
    func unknownReferences() {
        #expect(
            self.problems(replacing: "phase: summer\n    title: 方法篇", with: "phase: winter\n    title: 方法篇").count == 1
        )
        #expect(
            self.problems(replacing: "coursePackage: a\n    topics", with: "coursePackage: c\n    topics").count == 1
        )
        #expect(self.problems(replacing: "{ lesson: l01, starts", with: "{ lesson: l09, starts").count == 1)
    }

    @Test("Phases that overlap, doubled names, a lonely one-of and unreachable hours are refused")
    func contradictions() {
        let second = """
            hours: 3.5 }
              - { phase: again, kind: dispersed, title: 分散, starts: 2027-07-20, ends: 2027-07-22, hours: 1 }
            """
        #expect(self.problems(replacing: "hours: 3.5 }", with: second).count == 1)
        #expect(self.problems(replacing: "lesson: l02", with: "lesson: l01").count == 1)
        #expect(
            self.problems(
                replacing: "hours: 1, oneOf: m, lessons: [{ lesson: l04",
                with: "hours: 1, lessons: [{ lesson: l04"
            ).count == 1
        )
        #expect(self.problems(replacing: "requiredHours: 3", with: "requiredHours: 4").count == 1)
    }

    @Test("A quota that nobody can fill is a warning")
    func warning() throws {
        let text = SampleText.programme.replacing("quotaHours: 2", with: "quotaHours: 2.25")
        #expect(try ProgrammeImport.read(text).warnings.count == 1)
    }

    @Test("What is no YAML, or empty, is refused", arguments: ["", "a: [", "- 1\n- 2\n", "\u{0}"])
    func notYAML(text: String) {
        #expect(!self.problems(text).isEmpty)
    }

    @Test("Importing a programme again changes no catalogue; a lesson of another programme is refused")
    func publishing() throws {
        let fixture = try OriginFixture()
        let programme = try ProgrammeImport.read(SampleText.programme).programme
        #expect(try fixture.publish(programme).version == 1)
        #expect(try fixture.publish(programme).version == 1)
        let other = try ProgrammeImport.read(SampleText.programme.replacing("programme: p1", with: "programme: p2"))
            .programme
        #expect(throws: ProgrammePublisherError.lessonTaken(try #require(Lesson.ID("l01")), by: programme.programme)) {
            try fixture.publish(other)
        }
        #expect(try fixture.stores.catalogue.programmes == [programme])
    }
}
