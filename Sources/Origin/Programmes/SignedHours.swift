package import CourseModel

/// Hours with a sign, as an officer writes an adjustment: `1.5`, `+2`, `-0.25`.
package enum SignedHours {
    package static func hundredths(of text: String) -> CreditHours? {
        let text = text.filter { !$0.isWhitespace }
        let isNegative = text.hasPrefix("-") || text.hasPrefix("−")
        let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text
        guard let hours = DecimalHours.hundredths(of: digits) else { return nil }
        return isNegative ? .zero - hours : hours
    }

    package static func text(of hours: CreditHours) -> String {
        hours < .zero ? "−\(DecimalHours.text(of: .zero - hours))" : "+\(DecimalHours.text(of: hours))"
    }
}
