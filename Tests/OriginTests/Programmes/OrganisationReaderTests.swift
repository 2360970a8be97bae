import CourseModel
import Foundation
import Origin
import Testing

@Suite struct OrganisationReaderTests {
    private func problems(_ change: (String) -> String) -> [String] {
        do {
            _ = try ProgrammeImport.read(change(SampleText.organisedProgramme))
            return []
        } catch {
            return error.problems.map(\.reason)
        }
    }

    @Test("Selection and grouping are read as they are written; a programme without them has none")
    func reads() throws {
        let programme = try ProgrammeImport.read(SampleText.organisedProgramme).programme
        let time = try #require(CivilTime(timeZone: "Asia/Shanghai"))
        #expect(programme.selection?.packageWindow?.startsAtMs == time.instant("2027-04-18"))
        #expect(programme.selection?.fillsQuotas == true)
        #expect(programme.grouping?.merge == .schools)
        #expect(programme.grouping?.nearSubjects == [["语文", "数学"]])
        let plain = try ProgrammeImport.read(SampleText.programme).programme
        #expect(plain.selection == nil && plain.grouping == nil)
        // What an older origin has written stays readable, byte for byte.
        let bytes = try CanonicalJSON.encode(plain)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("grouping"))
        #expect(try CanonicalJSON.decode(Programme.self, from: bytes) == plain)
    }

    @Test("The seeds' rules are read")
    func seeds() throws {
        let seeds = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../seeds").standardized
        for (name, size) in [("programme-ab.yaml", 15), ("programme-youke.yaml", 10)] as [(String, Int64)] {
            let yaml = try String(contentsOf: seeds.appending(path: name), encoding: .utf8)
            #expect(try ProgrammeImport.read(yaml).programme.grouping?.size == size)
        }
    }

    @Test("What does not fit together is refused")
    func refuses() {
        #expect(
            self.problems { $0.replacing("mergeBelow: 5", with: "mergeBelow: 6") }.first?.contains("half of size")
                == true
        )
        #expect(self.problems { $0.replacing("sizeMax: 12", with: "sizeMax: 9") }.count == 1)
        #expect(self.problems { $0.replacing("{subject}{serial}研修组\"\n", with: "{subject}研修组\"\n") }.count == 2)
        #expect(self.problems { $0.replacing("第{n}", with: "第") }.first?.contains("{n}") == true)
        #expect(self.problems { $0.replacing("[语文 数学]", with: "[语文 体操]") }.first?.contains("体操") == true)
        #expect(self.problems { $0.replacing("packageEnds: 2027-04-30", with: "packageEnds: 2027-04-01") }.count == 1)
        #expect(self.problems { $0.replacing("merge: schools", with: "merge: cities") }.count == 1)
        let tiers = "  fillsQuotas: true\n  tiers:\n    - { tier: basic, title: 基础, topics: [k2, none] }\n"
        #expect(self.problems { $0.replacing("  fillsQuotas: true\n", with: tiers) }.first?.contains("'none'") == true)
    }
}
