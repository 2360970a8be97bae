package import CourseModel

/// How fast a line is, as people read it.
package enum LinkRate {
    /// Bytes a second as what a line is sold by: `512 bit/s`, `1.9 Mbit/s`.
    package static func text(_ bytesPerSecond: ByteCount) -> String {
        self.text(Bitrate(bitsPerSecond: max(0, bytesPerSecond.bytes).multipliedReportingOverflow(by: 8).partialValue))
    }

    package static func text(_ rate: Bitrate) -> String {
        let units = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"]
        var (tenths, unit) = (max(0, rate.bitsPerSecond).multipliedReportingOverflow(by: 10).partialValue, 0)
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1000
            unit += 1
        }
        let isWhole = unit == 0 || tenths >= 1000 || tenths % 10 == 0
        return (isWhole ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + " \(units[unit])"
    }
}
