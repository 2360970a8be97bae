package import Configuration

/// What the agent is told when it starts.
///
/// - Configuration keys:
///   - `origin.rosterSeconds` (default 120): how often the roster and the statements are asked for
///   - `report.seconds` (default 10): how often new journal rows are reported
package struct AgentConfiguration: Sendable {
    package let rosterInterval: Duration
    package let reportInterval: Duration

    package init(rosterInterval: Duration = .seconds(120), reportInterval: Duration = .seconds(10)) {
        self.rosterInterval = rosterInterval
        self.reportInterval = reportInterval
    }

    package init(reader: ConfigReader) {
        func seconds(_ key: ConfigKey, _ standard: Int) -> Duration {
            .seconds(max(1, reader.int(forKey: key, default: standard)))
        }
        self.init(
            rosterInterval: seconds("origin.rosterSeconds", 120),
            reportInterval: seconds("report.seconds", 10)
        )
    }
}
