extension Province {
    /// One phase that is always open; three mandatory topics of an hour, a lesson each.
    static let programme = """
        programme: p1
        title: {zh: 测试项目, en: Test programme}
        timeZone: Asia/Shanghai
        requiredHours: 3
        subjects: [语文]
        phases:
          - {phase: now, kind: concentrated, title: {zh: 集中研修}, starts: 2020-01-01, ends: 2099-01-01, hours: 3}
        sections:
          - section: method
            phase: now
            title: {zh: 方法篇}
            quotaHours: 3
            topics:
              - {topic: k1, title: {zh: 专题一}, hours: 1, mandatory: true, lessons: [{lesson: l01, title: {zh: 课例一, en: Lesson one}}]}
              - {topic: k2, title: {zh: 专题二}, hours: 1, mandatory: true, lessons: [{lesson: l02, title: {zh: 课例二}}]}
              - {topic: k3, title: {zh: 专题三}, hours: 1, mandatory: true, lessons: [{lesson: l03, title: {zh: 课例三}}]}
        ruleSet:
          ruleSet: r1
          owner: {zh: 测试}
          maxRatePermille: 1000
          gapCloseMs: 1500
          completionPermille: 900
          hoursMode: catalogue
          minutesPerHour: 45
          quantumHours: 0.5
          creditRatioPermille: 1000
          accountKind: remote
          silentAfterMinutes: 1440
          times: {windows: true, benefitOfDoubt: true, settlingDays: 30}

        """

    static let roster = """
        county,countyName,school,schoolName,person,name,role,login,programme,identity,subject
        c001,测试县,s001,第一小学,t001,王小明,trainee,wang,p1,trainee,语文
        c001,测试县,s001,第一小学,t002,李小红,trainee,li,p1,trainee,语文
        c001,测试县,s001,第一小学,n001,赵网管,technician,zhao,,,
        c001,测试县,s002,第二小学,t003,张小华,trainee,zhang,p1,trainee,语文

        """
}
