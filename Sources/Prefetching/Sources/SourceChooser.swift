package import CourseModel

/// Decides which source a run or a wanted chunk is asked of: the first in the order that can give it.
///
/// A peer is asked only while the line to it was measured to be better than the line up; one that was never measured is
/// tried once. A source that fails rests, longer each time, and one that sent wrong bytes for hours. The origin is the last
/// resort, whatever happened: how long it is left alone when nothing answers is for `Prefetcher` to say.
package struct SourceChooser: Sendable {
    package enum Failure: Hashable, Sendable {
        /// The line to it, or its server.
        case line(retryAfter: Duration?)
        case wrongBytes
        /// It does not have this track file, or this part of it.
        case notHeld(Digest)
    }

    /// Why a source is asked or not.
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// It is asked first.
        case asked
        /// It is asked for what those before it do not have, or when they fail.
        case next
        /// It failed, and rests.
        case failed
        /// It sent wrong bytes, and is left alone.
        case altered
        /// A peer that brings no more than the line up.
        case slower
        /// A peer, while it is not known what the line up brings.
        case unmeasured
    }

    /// What is known of one source.
    package struct Standing: Hashable, Sendable {
        package let source: Source
        package let reason: Reason
        /// As measured lately; nil before that.
        package let bytesPerSecond: ByteCount?
    }

    private struct State {
        var backoff: Backoff
        /// Until when it is not asked.
        var rest: (until: Duration, reason: Reason)?
        var rate: (value: ByteCount, at: Duration)?
        /// Track files that it did not have, and until when that is believed.
        var notHeld: [Digest: Duration] = [:]
    }

    private static let restShortest: Duration = .seconds(5)
    private static let restLongest: Duration = .seconds(300)
    /// Whoever alters bytes does it again; somebody has to look.
    private static let alteredRest: Duration = .seconds(6 * 3_600)
    /// A peer's own prefetch goes on meanwhile.
    private static let notHeldRest: Duration = .seconds(60)
    private static let notHeldMax = 1_024
    /// Enough to tell what a line brings.
    private static let trialBytes = ByteCount(bytes: 1 << 20)
    /// The first window of a connection says little of the line.
    private static let measuredBytesMin: Int64 = 64 << 10
    /// After so long a line is taken to be unknown.
    private static let rateAge: Duration = .seconds(1_800)

    private let order: [Source.Kind]
    private let seed: UInt64
    private var sources: [Source] = [.origin]
    private var states: [Source: State] = [:]

    /// - Parameter seed: makes this school's rests differ from the others'.
    package init(order: SourceOrder, seed: UInt64) {
        self.order = order.kinds
        self.seed = seed
    }

    /// Takes other neighbours; what is known of those that stay is kept.
    package mutating func follow(parent: Edge.ID?, peers: [Edge.ID]) {
        let all = [.origin] + (parent.map { [Source.parent($0)] } ?? []) + peers.map { .peer($0) }
        self.sources = self.order.flatMap { kind in all.filter { $0.kind == kind } }
        self.states = self.states.filter { self.sources.contains($0.key) }
    }

    /// - Parameters:
    ///   - tried: those that failed at this already.
    ///   - now: time since any fixed beginning, as everywhere here.
    /// - Returns: nil where every source was tried that may be.
    package func choose(for blob: Digest, except tried: Set<Source> = [], at now: Duration) -> Source? {
        let left = self.ranked.filter { !tried.contains($0) }
        return left.first { self.objection(to: $0, for: blob, at: now) == nil } ?? left.first { $0 == .origin }
    }

    /// How much a source may be asked for at once; nil for a whole run. A peer whose line is not known yet may be slow.
    package func bytesMax(of source: Source, at now: Duration) -> ByteCount? {
        source.kind == .peer && self.rate(of: source, at: now) == nil ? Self.trialBytes : nil
    }

    /// All sources in the order in which they are asked, and why.
    package func standings(at now: Duration) -> [Standing] {
        let asked = self.ranked.first { self.objection(to: $0, for: nil, at: now) == nil } ?? .origin
        return self.ranked.map { source in
            Standing(
                source: source,
                reason: source == asked ? .asked : self.objection(to: source, for: nil, at: now) ?? .next,
                bytesPerSecond: self.rate(of: source, at: now)
            )
        }
    }

    /// Bytes came from a source; nothing held them back.
    package mutating func brought(_ bytes: ByteCount, in time: Duration, from source: Source, at now: Duration) {
        self.succeeded(source)
        let milliseconds = Int64(time / .milliseconds(1))
        guard bytes.bytes >= Self.measuredBytesMin, milliseconds > 0 else { return }
        let rate = ByteCount(bytes: bytes.bytes * 1_000 / milliseconds)
        let known = self.rate(of: source, at: now) ?? rate
        self.change(source) { $0.rate = (ByteCount(bytes: (known.bytes + rate.bytes) / 2), now) }
    }

    /// A source answered as it should.
    package mutating func succeeded(_ source: Source) {
        self.change(source) { state in
            state.backoff.succeeded()
            state.rest = nil
        }
    }

    package mutating func failed(_ failure: Failure, _ source: Source, at now: Duration) {
        self.change(source) { state in
            switch failure {
            case .line(let retryAfter):
                state.rest = (now + max(state.backoff.waitAfterFailure(), retryAfter ?? .zero), .failed)
            case .wrongBytes:
                state.rest = (now + Self.alteredRest, .altered)
            case .notHeld(let blob):
                if state.notHeld.count >= Self.notHeldMax { state.notHeld = [:] }
                state.notHeld[blob] = now + Self.notHeldRest
            }
        }
    }

    private mutating func change(_ source: Source, _ body: (inout State) -> Void) {
        guard self.sources.contains(source) else { return }
        let place = UInt64(self.sources.firstIndex(of: source) ?? 0)
        let fresh = Backoff(shortest: Self.restShortest, longest: Self.restLongest, seed: self.seed &+ place)
        body(&self.states[source, default: State(backoff: fresh)])
    }
}

// MARK: - Reasons

extension SourceChooser {
    /// In the order of the settings; of the peers those first that are to be measured, then the fastest.
    private var ranked: [Source] {
        let peers = self.sources.filter { $0.kind == .peer }.enumerated().sorted { one, other in
            let rates = [one, other].map { self.states[$0.element]?.rate?.value.bytes ?? .max }
            return (-rates[0], one.offset) < (-rates[1], other.offset)
        }
        var next = peers.makeIterator()
        return self.sources.map { $0.kind == .peer ? next.next()?.element ?? $0 : $0 }
    }

    /// - Returns: nil where a source can be asked.
    private func objection(to source: Source, for blob: Digest?, at now: Duration) -> Reason? {
        if let reason = self.inability(of: source, for: blob, at: now) { return reason }
        guard source.kind == .peer else { return nil }
        let ups = self.sources.filter { $0.kind != .peer }
        // Where nothing else answers, any peer is better.
        guard let up = ups.first(where: { self.inability(of: $0, for: blob, at: now) == nil }) else { return nil }
        guard let rate = self.rate(of: up, at: now) else { return .unmeasured }
        guard let own = self.rate(of: source, at: now) else { return nil }
        return own > rate ? nil : .slower
    }

    private func inability(of source: Source, for blob: Digest?, at now: Duration) -> Reason? {
        guard let state = self.states[source] else { return nil }
        if let rest = state.rest, rest.until > now { return rest.reason }
        if let blob, let until = state.notHeld[blob], until > now { return .next }
        return nil
    }

    private func rate(of source: Source, at now: Duration) -> ByteCount? {
        guard let rate = self.states[source]?.rate, now - rate.at < Self.rateAge else { return nil }
        return rate.value
    }
}
