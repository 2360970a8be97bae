import CourseModel
import Origin
import Testing

/// Rules and people of study groups, for tests.
enum GroupValues {
    static func rules(
        size: Int64 = 15,
        sizeMax: Int64 = 20,
        mergeBelow: Int64 = 5,
        merge: GroupingRules.Merge = .subjects,
        serialAlone: Bool = false,
        groupsPerGuide: Int64 = 4,
        traineesPerGuide: Int64? = 60
    ) -> GroupingRules {
        GroupingRules(
            size: size,
            sizeMax: sizeMax,
            mergeBelow: mergeBelow,
            merge: merge,
            nearSubjects: [["语文", "历史"], ["数学", "物理"]],
            name: "{school}{subject}{serial}研修组",
            mergedName: merge == .schools ? "{county}{subject}{serial}研修组" : "{school}综合{serial}研修组",
            serial: "第{n}",
            serialAlone: serialAlone,
            groupsPerGuide: groupsPerGuide,
            traineesPerGuide: traineesPerGuide
        )
    }

    static func person(
        _ id: String,
        school: String = "s001",
        subject: String? = "语文",
        identity: Registration.Identity = .trainee,
        package: String? = nil
    ) throws -> GroupCandidate {
        GroupCandidate(
            person: try #require(Person.ID(id)),
            name: "姓名\(id)",
            school: try #require(School.ID(school)),
            registration: Registration(
                programme: try #require(Programme.ID("p1")),
                identity: identity,
                subject: subject,
                coursePackage: package.flatMap { CoursePackage.ID($0) },
                topics: []
            )
        )
    }

    static func people(_ count: Int, school: String = "s001", subject: String? = "语文") throws -> [GroupCandidate] {
        try (0..<count).map { number in
            let digits = String(String(1_000 + number).dropFirst())
            return try Self.person("\(school)-\(Self.letters(subject))\(digits)", school: school, subject: subject)
        }
    }

    private static func letters(_ subject: String?) -> String {
        ["语文": "yw", "数学": "sx", "物理": "wl", "历史": "ls"][subject ?? ""] ?? "x"
    }

    static func basis(_ people: [GroupCandidate]) throws -> GroupBasis {
        GroupBasis(
            programme: try #require(Programme.ID("p1")),
            county: try #require(County.ID("c001")),
            countyName: "测试县",
            schoolNames: Dictionary(
                uniqueKeysWithValues: try ["s001": "一中", "s002": "二中", "s003": "三中"].map {
                    (try #require(School.ID($0.key)), $0.value)
                }
            ),
            people: people
        )
    }

    static func groups(_ people: [GroupCandidate], _ rules: GroupingRules) throws -> [GroupProposal.Group] {
        GroupFormation(rules: rules, basis: try Self.basis(people)).proposal(at: .zero).groups
    }
}
