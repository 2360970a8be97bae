import CourseModel
import Origin

/// The small programme with rules of selection and grouping, and a county for it.
extension SampleText {
    static let organisedProgramme =
        Self.programme.replacing(
            "    quotaHours: 2\n",
            with: "    quotaHours: 2\n    selectionStarts: 2027-07-13\n    selectionEnds: 2027-07-15\n"
        ).replacing(
            "    quotaHours: 1\n",
            with: "    quotaHours: 1\n    selectionStarts: 2027-07-13\n    selectionEnds: 2027-07-15\n"
        ) + """
            selection:
              packageStarts: 2027-04-18
              packageEnds: 2027-04-30
              fillsQuotas: true
            grouping:
              size: 10
              sizeMax: 12
              mergeBelow: 5
              merge: schools
              nearSubjects: [语文 数学]
              name: "{county}{school}{subject}{serial}研修组"
              mergedName: "{county}{subject}{serial}研修组"
              serial: 第{n}
              groupsPerGuide: 4
              traineesPerGuide: 60

            """

    /// Six trainees of 语文 at `s001` (package A), five of 数学 at `s002` (package B), one of whom leads, and a guide.
    static let organisedRoster: String = {
        var rows = [Self.heading]
        for number in 1...6 {
            rows.append("c001,测试县,s001,第一小学,t10\(number),甲\(number),学员,a\(number),,p1,学员,语文,A,")
        }
        for number in 1...5 {
            let identity = number == 3 ? "研修组长" : "学员"
            rows.append("c001,测试县,s002,第二小学,t20\(number),乙\(number),学员,b\(number),,p1,\(identity),数学,B,")
        }
        rows.append("c001,测试县,s002,第二小学,g201,导师,学员,g1,,p1,指导教师,数学,B,")
        return rows.joined(separator: "\n") + "\n"
    }()
}

extension OriginFixture {
    /// Imports that programme and county.
    func importOrganised() throws {
        try self.publish(try ProgrammeImport.read(SampleText.organisedProgramme).programme)
        let content = try self.read(SampleText.organisedRoster)
        let verifiers = Dictionary(
            uniqueKeysWithValues: content.members.map { ($0.person, "verifier-of-\($0.person)") }
        )
        _ = try self.stores.province.keep(content, verifiers: verifiers)
    }
}
