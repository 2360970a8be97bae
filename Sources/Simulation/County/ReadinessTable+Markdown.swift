extension ReadinessTable {
    /// As it stands in docs/simulation.md.
    package var markdown: [String] {
        let head = [
            "| line used | parent | half ready | 95 % | last | late lessons | 720p / 480p / 270p / sound | origin sends | peak |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        return head
            + self.rows.map { row in
                let cells = [
                    row.way.name, row.way.hasParent ? "yes" : "no", Self.text(row.ready(permille: 500)),
                    Self.text(row.ready(permille: 950)), Self.text(row.ready(permille: 1_000)),
                    row.lateLessons == 0 ? "none" : "\(row.lateLessons), in \(row.lateSchools) schools",
                    Self.renditions(row), Self.decimal(row.originBytes, 1_000_000_000_000) + " TB",
                    "\((row.originPeak * 8 + 500_000) / 1_000_000) Mbit/s",
                ]
                return "| " + cells.joined(separator: " | ") + " |"
            }
    }

    /// Days and hours.
    private static func text(_ time: Duration?) -> String {
        guard let time else { return "not in 21 days" }
        let hours = (time.components.seconds + 1_800) / 3_600
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d \(hours % 24) h"
    }

    private static func renditions(_ row: Row) -> String {
        let all = max(1, row.renditions.values.reduce(0, +))
        let percents = ["720p", "480p", "270p", "audio"].map { (row.renditions[$0, default: 0] * 100 + all / 2) / all }
        return percents.map(String.init).joined(separator: " / ") + " %"
    }

    private static func decimal(_ value: Int64, _ unit: Int64) -> String {
        let hundredths = (value * 100 + unit / 2) / unit
        return "\(hundredths / 100).\(String(hundredths % 100 + 100).dropFirst())"
    }
}
