package import CourseModel

/// What runs may take of the line now, as the schedule and the measured line say.
package struct LineGrant: Hashable, Sendable {
    /// A window is left a little before its end, so that what is under way arrives inside it.
    package static let closingMs: Int64 = 2_000
    /// A share is of no less than this part of what the line is sold as. What a share holds back looks like a line that
    /// brings no more: of a line that was cut once, a share of a share would be given, and so on, down to nothing.
    private static let leastPart: Int64 = 4

    private let sold: ByteCount
    /// Of what a window gives a share. It follows the measured line in steps of a tenth, since every other limit costs
    /// another connection.
    private var shared = ByteCount.zero

    /// - Parameter sold: bytes of lessons a second that the line is sold as.
    package init(sold: ByteCount) {
        self.sold = sold
    }

    /// What runs may take, and until when that is so.
    package mutating func stretch(on line: PrefetchOutlook.Line) -> LinkSchedule.Stretch {
        let rate = max(line.rate.median, ByteCount(bytes: self.sold.bytes / Self.leastPart))
        if abs(rate.bytes - self.shared.bytes) * 10 > self.shared.bytes { self.shared = rate }
        let now = line.schedule.stretch(at: line.now, line: self.shared)
        guard let until = now.until, (until - line.now).milliseconds <= Self.closingMs else { return now }
        let next = line.schedule.stretch(at: until, line: self.shared)
        return next.isOpen ? now : next
    }
}
