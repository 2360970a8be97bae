/// How much media time a stretch of wall time pays for.
///
/// A trainee's wall-clock milliseconds are coins: media is credited only as far as coins were spent on it.
package struct PaymentRate: Hashable, Sendable, Codable {
    /// What a claim of media time is worth.
    package enum Verdict: Hashable, Sendable {
        /// Fully paid for.
        case paid
        /// At most 5 % more than is paid for; only this much counts.
        case clipped(toMs: Int64)
        /// More than 105 % of what is paid for: nothing counts.
        case refused
    }

    /// Real time, as `maxRatePermille`.
    package static let normal: Int64 = 1000

    /// Media milliseconds that a thousand milliseconds of wall time pay for; below 0 pays for nothing, as 0 does.
    package let maxRatePermille: Int64

    package init(maxRatePermille: Int64) {
        self.maxRatePermille = maxRatePermille
    }

    /// `⌊wall · maxRatePermille / 1000⌋`, at most `Int64.max`.
    ///
    /// - Parameter wallMs: at least 0.
    package func allowanceMs(wallMs: Int64) -> Int64 {
        Int64(clamping: Int128(max(wallMs, 0)) * Int128(max(self.maxRatePermille, 0)) / 1000)
    }

    /// Judges `mediaMs` of claimed media against `wallMs` of wall time, both at least 0.
    package func verdict(mediaMs: Int64, wallMs: Int64) -> Verdict {
        let allowance = self.allowanceMs(wallMs: wallMs)
        if mediaMs <= allowance { return .paid }
        if Int128(mediaMs) * 100 > Int128(allowance) * 105 { return .refused }
        return .clipped(toMs: allowance)
    }
}
