import CourseModel

/// Reads the keys of a programme's rule set.
struct RuleSetReader {
    private static let daysMax: Int64 = 3_650
    private static let minutesMax: Int64 = 100_000

    let top: YAMLMapping
    let time: CivilTime
    /// Leaves the windows of the phases out.
    let isRehearsal: Bool

    /// - Parameter first: when the first phase starts; what a day is, is told by the time zone then.
    func ruleSet(dayOf first: UTCTime?) throws(YAMLProblem) -> RuleSet {
        let rules = try self.top.mapping(
            "ruleSet",
            keys: [
                "ruleSet", "owner", "maxRatePermille", "gapCloseMs", "completionPermille", "hoursMode",
                "minutesPerHour", "quantumHours", "creditRatioPermille", "accountKind", "silentAfterMinutes",
                "evidence", "collective", "hoursTable", "times", "caps",
            ]
        )
        guard let mode = RuleSet.HoursMode(rawValue: try rules.text("hoursMode")) else {
            throw rules.problem("hoursMode", "catalogue, duration or table is expected")
        }
        return RuleSet(
            ruleSet: try rules.identifier("ruleSet"),
            owner: try rules.title("owner"),
            maxRatePermille: try rules.integer("maxRatePermille", in: 1...4_000),
            gapCloseMs: MediaTime(milliseconds: try rules.integer("gapCloseMs", in: 0...60_000)),
            completionPermille: try rules.integer("completionPermille", in: 1...1_000),
            hoursMode: mode,
            minutesPerHour: try rules.integer("minutesPerHour", in: 1...600),
            quantumHundredths: try rules.hours("quantumHours"),
            creditRatioPermille: try rules.integer("creditRatioPermille", in: 0...10_000),
            accountKind: try rules.text("accountKind"),
            silentAfterMinutes: try rules.integer("silentAfterMinutes", in: 1...525_600),
            evidence: rules.has("evidence") ? try rules.evidence() : nil,
            collective: rules.has("collective") ? try rules.collective() : nil,
            hoursTable: rules.has("hoursTable") ? self.table(rules) : nil,
            times: rules.has("times") ? try self.times(rules) : nil,
            caps: rules.has("caps") ? try self.caps(rules, dayOf: first) : nil
        )
    }

    private func table(_ rules: YAMLMapping) -> [HoursStep] {
        rules.list("hoursTable", max: ProgrammeImport.stepsMax, keys: ["fromMinutes", "hours"]) {
            step throws(YAMLProblem) in
            HoursStep(
                fromMinutes: try step.integer("fromMinutes", in: 0...Self.minutesMax),
                hundredths: try step.hours("hours")
            )
        }
    }

    private func times(_ rules: YAMLMapping) throws(YAMLProblem) -> TimeRules {
        let times = try rules.mapping("times", keys: ["windows", "benefitOfDoubt", "settlingDays"])
        let hasWindows = try times.boolean("windows", default: true)
        return TimeRules(
            hasWindows: hasWindows && !self.isRehearsal,
            benefitOfDoubt: try times.boolean("benefitOfDoubt", default: true),
            settlingDays: times.has("settlingDays")
                ? try times.integer("settlingDays", in: 0...Self.daysMax) : TimeRules.settlingDaysStandard
        )
    }

    private func caps(_ rules: YAMLMapping, dayOf first: UTCTime?) throws(YAMLProblem) -> HourCaps {
        let caps = try rules.mapping("caps", keys: ["dailyHours", "programmeHours"])
        return HourCaps(
            dailyHundredths: caps.has("dailyHours") ? try caps.hours("dailyHours") : nil,
            programmeHundredths: caps.has("programmeHours") ? try caps.hours("programmeHours") : nil,
            dayOffsetMinutes: first.map(self.time.offsetMinutes) ?? 0
        )
    }
}
