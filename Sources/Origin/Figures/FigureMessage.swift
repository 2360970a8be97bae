package import CourseModel

/// One revision of a day's figures on its way to the province's webhook: pure, it decides when it is tried again and when
/// no more.
package struct FigureMessage: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case waiting
        case sent
        /// A later revision of the same date was made before this one went out.
        case superseded
        /// Given up.
        case failed
    }

    /// What became of an attempt.
    package enum Outcome: Hashable, Sendable {
        /// - Parameter retryAfterSeconds: how long the receiver asks to be left alone.
        case answered(status: Int, retryAfterSeconds: Int64?)
        case failed(String)
    }

    /// The first pause; each is twice the one before, up to `pauseMaxMs`.
    static let pauseMs: Int64 = 30_000
    static let pauseMaxMs: Int64 = 3_600_000
    /// About four days; then nobody waits for that day's figure any more.
    static let attemptsMax: Int64 = 100
    private static let troubleMax = 200

    package let date: String
    package let revision: Int64
    package private(set) var state: State
    package private(set) var attempts: Int64
    package private(set) var nextAtMs: UTCTime
    package private(set) var trouble: String?

    package init(
        date: String,
        revision: Int64,
        state: State = .waiting,
        attempts: Int64 = 0,
        nextAtMs: UTCTime,
        trouble: String? = nil
    ) {
        self.date = date
        self.revision = revision
        self.state = state
        self.attempts = attempts
        self.nextAtMs = nextAtMs
        self.trouble = trouble
    }

    /// The same for the same figures, however often they are sent: a receiver acts on a key once.
    package var idempotencyKey: String { "\(self.date).\(self.revision)" }

    package func isDue(at now: UTCTime) -> Bool { self.state == .waiting && self.nextAtMs <= now }

    /// - Parameter now: when the outcome was known.
    package func after(_ outcome: Outcome, at now: UTCTime) -> Self {
        var message = self
        message.attempts += 1
        var pauseMs = Self.pauseMaxMs
        if message.attempts <= 7 { pauseMs = min(Self.pauseMs << (message.attempts - 1), Self.pauseMaxMs) }
        switch outcome {
        case .answered(let status, _) where (200..<300).contains(status):
            message.state = .sent
            message.trouble = nil
            return message
        case .answered(let status, let retryAfterSeconds):
            message.trouble = "the webhook answered \(status)"
            pauseMs = max(pauseMs, (retryAfterSeconds ?? 0) * 1_000)
        case .failed(let reason):
            message.trouble = String(reason.prefix(Self.troubleMax))
        }
        message.nextAtMs = UTCTime(milliseconds: now.milliseconds + pauseMs)
        if message.attempts >= Self.attemptsMax { message.state = .failed }
        return message
    }
}
