/// What many runs reported and acknowledged.
package struct ProgressSums: RunSums {
    private var reports = 0
    private var acknowledgedMs: Int64 = 0

    package init() {}

    package mutating func add(_ result: ProgressRun.Result) {
        self.reports += result.reports
        self.acknowledgedMs += result.acknowledgedMs
    }

    package var text: String { "\(self.reports) reports, \(self.acknowledgedMs / 60_000) minutes acknowledged" }
}
