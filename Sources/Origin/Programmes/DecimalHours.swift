package import CourseModel

/// Credit hours as people write them: a decimal number with at most two decimals.
package enum DecimalHours {
    /// No programme lasts longer; keeps sums far from overflow.
    private static let hoursMax: Int64 = 100_000

    /// - Returns: nil for anything else, also for more than two decimals: an hour is never rounded silently.
    package static func hundredths(of text: String) -> CreditHours? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = { (part: Substring) in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } }
        guard parts.count <= 2, parts.allSatisfy(isDigits), let whole = parts.first.flatMap({ Int64($0) }),
            whole <= self.hoursMax
        else { return nil }
        guard parts.count == 2, let decimals = parts.last else { return CreditHours(hundredths: whole * 100) }
        guard decimals.count <= 2, let value = Int64(decimals) else { return nil }
        return CreditHours(hundredths: whole * 100 + (decimals.count == 1 ? value * 10 : value))
    }

    /// E.g. `36`, `1.5`, `0.25`.
    package static func text(of hours: CreditHours) -> String {
        let (whole, rest) = hours.hundredths.quotientAndRemainder(dividingBy: 100)
        guard rest != 0 else { return "\(whole)" }
        let decimals = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
        return "\(whole).\(decimals)"
    }
}
