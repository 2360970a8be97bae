package import CourseModel

/// Which intervals of one viewing session are paid for, taken in the session's own order.
///
/// The wall time of a session can be spent once: an interval pays with what lies after the last accepted one.
package struct IntervalAcceptance: Hashable, Sendable {
    /// Accepted media and the wall time that paid for it.
    package struct Paid: Hashable, Sendable {
        package let mediaMs: Range<MediaTime>
        package let wallMs: Range<AgentTime>

        package init(mediaMs: Range<MediaTime>, wallMs: Range<AgentTime>) {
            self.mediaMs = mediaMs
            self.wallMs = wallMs
        }
    }

    package enum Decision: Hashable, Sendable {
        /// Nil: nothing was claimed. `clipped`: less than was claimed.
        case accepted(Paid?, clipped: Bool)
        case refused(Reason)
    }

    private let rate: PaymentRate
    /// Up to here wall time is spent.
    private var spentUntilMs: Int64

    package init(startMs: AgentTime, rate: PaymentRate) {
        self.rate = rate
        self.spentUntilMs = startMs.milliseconds
    }

    /// Takes the session's next interval; a refused one changes nothing. No time may be before 0.
    package mutating func take(mediaMs: Range<MediaTime>, wallMs: Range<AgentTime>) -> Decision {
        let begin = max(wallMs.lowerBound.milliseconds, self.spentUntilMs)
        let end = wallMs.upperBound.milliseconds
        guard begin < end else { return .refused(.overlap) }
        let mediaBegin = mediaMs.lowerBound.milliseconds
        let claimed = mediaMs.upperBound.milliseconds - mediaBegin
        let granted: Int64
        switch self.rate.verdict(mediaMs: claimed, wallMs: end - begin) {
        case .refused: return .refused(.rate)
        case .paid: granted = claimed
        case .clipped(let toMs): granted = toMs
        }
        self.spentUntilMs = end
        guard granted > 0 else { return .accepted(nil, clipped: false) }
        let paid = Paid(
            mediaMs: mediaMs.lowerBound..<MediaTime(milliseconds: mediaBegin + granted),
            wallMs: AgentTime(milliseconds: begin)..<wallMs.upperBound
        )
        return .accepted(paid, clipped: granted < claimed)
    }
}

extension IntervalAcceptance.Paid {
    /// What a part of the wall time pays for: the media is cut in proportion, rounded inwards.
    ///
    /// - Parameter wallMs: as much of it as lies outside pays for nothing.
    /// - Returns: nil where that is not a whole millisecond.
    func part(paidWith wallMs: Range<AgentTime>) -> IntervalAcceptance.Paid? {
        let wall = wallMs.clamped(to: self.wallMs)
        guard !wall.isEmpty else { return nil }
        let begin = self.mediaMs.lowerBound.milliseconds
        let length = Int128(self.mediaMs.upperBound.milliseconds - begin)
        let wallBegin = Int128(self.wallMs.lowerBound.milliseconds)
        let wallLength = Int128(self.wallMs.upperBound.milliseconds) - wallBegin
        let first = (length * (Int128(wall.lowerBound.milliseconds) - wallBegin) + wallLength - 1) / wallLength
        let last = length * (Int128(wall.upperBound.milliseconds) - wallBegin) / wallLength
        guard first < last else { return nil }
        let media = MediaTime(milliseconds: begin + Int64(first))..<MediaTime(milliseconds: begin + Int64(last))
        return IntervalAcceptance.Paid(mediaMs: media, wallMs: wall)
    }
}
