/// Files as people write them.
enum SampleText {
    static let programme = """
        programme: p1
        title: { zh: 测试项目, en: Test programme }
        timeZone: Asia/Shanghai
        requiredHours: 3
        subjects: [语文, 数学]
        coursePackages:
          - { coursePackage: a, title: 甲 }
          - { coursePackage: b, title: 乙 }
        phases:
          - { phase: summer, kind: concentrated, title: 集中, starts: 2027-07-15T08:00, ends: 2027-07-21, hours: 3.5 }
        sections:
          - section: ideas
            phase: summer
            title: 理念篇
            quotaHours: 2
            topics:
              - { topic: k1, title: 专题一, hours: 1.5, mandatory: true, lessons: [{ lesson: l01, title: 课例一 }] }
              - { topic: k2, title: 专题二, hours: 0.5, lessons: [{ lesson: l02, title: 课例二 }] }
          - section: method-a
            phase: summer
            title: 方法篇
            quotaHours: 1
            coursePackage: a
            topics:
              - { topic: m1, title: 专题三, hours: 1, oneOf: m, lessons: [{ lesson: l03, title: 课例三 }] }
              - { topic: m2, title: 专题四, hours: 1, oneOf: m, lessons: [{ lesson: l04, title: 课例四 }] }
        timetable:
          - { lesson: l01, starts: 2027-07-15T08:30, ends: 2027-07-15T10:00 }
        ruleSet:
          ruleSet: r1
          owner: 测试办公室
          maxRatePermille: 1000
          gapCloseMs: 1500
          completionPermille: 900
          hoursMode: catalogue
          minutesPerHour: 45
          quantumHours: 0.5
          creditRatioPermille: 1000
          accountKind: remote
          silentAfterMinutes: 1440

        """

    static let heading =
        "县代码,县名称,学校代码,学校名称,人员编号,姓名,角色,登录名,身份证号,项目代码,身份,学科,课程套餐,选修专题"

    static let roster = """
        \(Self.heading)
        c001,测试县,s001,第一小学,t001,王小明,学员,wang,999901196102020011,p1,学员,语文,A,k2 m1
        c001,测试县,s001,第一小学,n001,赵网管,网络管理员,zhao,,,,,,
        c001,测试县,s002,第二小学,t002,李小红,学员,li,,p1,研修组长,数学,B,

        """
}
