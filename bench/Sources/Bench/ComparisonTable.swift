import Foundation

/// Results as a Markdown table, the first contender's ratio to each other in it.
enum ComparisonTable {
    static func text(of comparisons: [Comparison]) -> String {
        var lines = [
            "| work | program | wall s | CPU s | peak MB | our wall / its | our CPU / its |",
            "|---|---|---:|---:|---:|---:|---:|",
        ]
        for comparison in comparisons {
            for figures in comparison.contenders {
                let cells = [
                    comparison.work, figures.name, Self.decimal(figures.wallSeconds, 3),
                    Self.decimal(figures.cpuSeconds, 3), Self.decimal(Double(figures.peakBytes) / 1_000_000, 0),
                    Self.decimal(figures.wallRatio, 2), Self.decimal(figures.cpuRatio, 2),
                ]
                lines.append("| \(cells.joined(separator: " | ")) |")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func decimal(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
