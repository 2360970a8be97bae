import CourseModel
import Prefetching

/// A line that breaks, falls silent and alters what it carries, and the origin at its other end.
struct SimulatedLine: Sendable {
    enum Refusal: Hashable, Sendable {
        case unreachable
        /// Nobody answers.
        case silent
        case refused(retryAfter: Duration?)
        case absent
    }

    private(set) var bytesPerSecond: Int
    let roundTrip: Duration
    let pieceMax: Int
    private var random: SplitMix64
    private var cutUntil: Duration = .zero
    private var silentUntil: Duration = .zero
    private var altering: (until: Duration, permille: Int) = (.zero, 0)
    private var refusing: (until: Duration, retryAfter: Duration?) = (.zero, nil)
    private var absent: (until: Duration, blob: Digest)?
    private var shortUntil: Duration = .zero

    init(speed: Int, roundTrip: Duration, pieceMax: Int, seed: UInt64) {
        self.bytesPerSecond = speed
        self.roundTrip = roundTrip
        self.pieceMax = pieceMax
        self.random = SplitMix64(state: seed)
    }

    /// - Returns: false for a fault that is none of the line.
    mutating func suffer(_ fault: Fault, at now: Duration) -> Bool {
        switch fault {
        case .cut(let time): self.cutUntil = now + time
        case .silence(let time): self.silentUntil = now + time
        case .altering(let time, let permille): self.altering = (now + time, permille)
        case .refusing(let time, let retryAfter): self.refusing = (now + time, retryAfter)
        case .absent(let time, let blob): self.absent = (now + time, blob)
        case .shortAnswers(let time): self.shortUntil = now + time
        case .speed(let speed): self.bytesPerSecond = speed
        default: return false
        }
        return true
    }

    /// Works from now on.
    mutating func repair() {
        (self.cutUntil, self.silentUntil, self.shortUntil) = (.zero, .zero, .zero)
        self.altering = (.zero, 0)
        self.refusing = (.zero, nil)
        self.absent = nil
    }

    func isCut(at now: Duration) -> Bool { now < self.cutUntil }
    func isSilent(at now: Duration) -> Bool { now < self.silentUntil }
    var silenceEnds: Duration { self.silentUntil }

    /// What comes of asking for a track file; nil for its bytes.
    func refusal(of blob: Digest, at now: Duration) -> Refusal? {
        if self.isCut(at: now) { return .unreachable }
        if self.isSilent(at: now) { return .silent }
        if now < self.refusing.until { return .refused(retryAfter: self.refusing.retryAfter) }
        if let absent, now < absent.until, absent.blob == blob { return .absent }
        return nil
    }

    /// How many of the bytes that are asked for the origin sends.
    mutating func answered(_ count: Int64, at now: Duration) -> Int64 {
        now < self.shortUntil ? Int64.random(in: 0...count, using: &self.random) : count
    }

    /// The size of the next piece of so many bytes.
    ///
    /// - Parameter limit: bytes a second that are taken; what a socket holds follows it.
    mutating func piece(of count: Int64, limit: ByteCount?) -> Int {
        let rate = min(Int64(self.bytesPerSecond), limit?.bytes ?? .max)
        let most = min(Int64(self.pieceMax), max(1, rate / 2))
        return Int(min(count, Int64.random(in: 1...most, using: &self.random)))
    }

    func time(for bytes: Int) -> Duration {
        .microseconds(Int64(bytes) * 1_000_000 / Int64(self.bytesPerSecond))
    }

    /// - Returns: whether it was altered.
    mutating func carry(_ bytes: inout [UInt8], at now: Duration) -> Bool {
        guard now < self.altering.until, !bytes.isEmpty,
            Int.random(in: 0..<1_000, using: &self.random) < self.altering.permille
        else { return false }
        bytes[Int.random(in: bytes.indices, using: &self.random)] ^= 0x10
        return true
    }
}
