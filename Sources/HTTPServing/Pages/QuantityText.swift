package import CourseModel

/// Quantities as people read them; the same in both languages.
package enum QuantityText {
    /// `36`, `36.5`, `36.25`: hours without needless zeros.
    package static func hours(_ hours: CreditHours) -> String {
        Self.decimal(hours.hundredths, places: 2)
    }

    /// `99.9 %`; `100 %` only when nothing is missing.
    package static func percent(permille: Int64) -> String {
        Self.decimal(permille, places: 1) + " %"
    }

    /// `1.5 GB`, with powers of ten, as disks and lines are sold.
    package static func bytes(_ count: ByteCount) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var (tenths, unit) = (count.bytes.multipliedReportingOverflow(by: 10).partialValue, 0)
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1000
            unit += 1
        }
        let number = tenths >= 1000 || unit == 0 ? "\(tenths / 10)" : Self.decimal(tenths, places: 1)
        return "\(number) \(units[unit])"
    }

    /// `1:02:03`, `2:03`.
    package static func duration(_ time: MediaTime) -> String {
        let seconds = time.milliseconds / 1000
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let twoDigits = { (number: Int64) in String(String(100 + number).dropFirst()) }
        guard hours > 0 else { return "\(minutes):\(twoDigits(seconds % 60))" }
        return "\(hours):\(twoDigits(minutes)):\(twoDigits(seconds % 60))"
    }

    /// A number of which the last `places` digits are the fraction.
    package static func decimal(_ number: Int64, places: Int) -> String {
        let sign = number < 0 ? "-" : ""
        var digits = String(number.magnitude)
        digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var fraction = digits.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        return sign + digits.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
