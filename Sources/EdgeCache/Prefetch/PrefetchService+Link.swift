import CourseModel
import Foundation
package import Prefetching
import ProgressAgent
import Synchronization
import Transfer

/// When lessons may use the line, and how much of it.
extension PrefetchService {
    /// The computer's clock may be set meanwhile.
    private static let lookInterval: Duration = .seconds(10)
    /// Choices are looked at again so often: the line, the time and what is held are others by then.
    private static let planInterval: Duration = .seconds(60)
    /// What a socket may take in advance of its rate: a tenth of a second's worth, within what sockets can have.
    private static let receiveBufferBytes = 2_304...65_536

    /// The school's; IANA name.
    package var timeZone: String { self.sources.origin.identity.enrolment.timeZone }

    /// The settings, with the school's offset from UTC as it is now.
    package var schedule: LinkSchedule {
        let zone = TimeZone(identifier: self.timeZone) ?? .gmt
        let now = Date(timeIntervalSince1970: Double(self.now().milliseconds) / 1_000)
        return LinkSchedule(
            windows: self.options.windows,
            cap: self.options.cap,
            utcOffsetMinutes: zone.secondsFromGMT(for: now) / 60
        )
    }

    /// As measured; before that, as the setting has it.
    package var line: PrefetchOutlook.Line {
        let assumed = LineRate(about: LinkPayload.perSecond(of: self.options.line))
        return PrefetchOutlook.Line(rate: self.tally.lineRate ?? assumed, schedule: self.schedule, now: self.now())
    }

    package var isLineMeasured: Bool { self.tally.lineRate != nil }

    /// What runs may take now.
    package var stretch: LinkSchedule.Stretch {
        let line = self.line
        return self.state.withLock { $0.grant.stretch(on: line) }
    }

    /// Opens or closes the line as the clock says: done by itself every ten seconds, and to be called after the clock was
    /// set.
    package func lookAtClock() {
        self.handle(.lineGranted(self.stretch.limit))
    }

    /// Opens and closes the line by the clock, until cancelled.
    func followSchedule() async {
        var planned = ContinuousClock.now
        while !Task.isCancelled {
            let stretch = self.stretch
            self.lookAtClock()
            if planned.duration(to: .now) >= Self.planInterval {
                self.planAgain()
                planned = .now
            }
            let left = stretch.until.map { Duration.milliseconds(($0 - self.now()).milliseconds - LineGrant.closingMs) }
            try? await Task.sleep(for: max(.milliseconds(100), min(left ?? Self.lookInterval, Self.lookInterval)))
        }
    }

    /// How a fetch is held to what it may take; nil where it may take all that comes, as it comes.
    ///
    /// Windows and their shares are for the prefetch; a chunk that a trainee waits for is held to the cap alone.
    func pace(on lane: LessonSources.Lane, over connection: TransferConnection, to source: Source) -> TransferPace? {
        let limit = self.limit(on: lane)
        let own = lane == .bulk ? self.receiveBufferBytes(of: source, roundTrip: connection.roundTrip) : nil
        guard let limit, limit > .zero else {
            return own.map { TransferPace(receiveBufferBytes: $0) { _ in .zero } }
        }
        let bounds = Self.receiveBufferBytes
        let tenth = min(max(Int(clamping: limit.bytes / 10), bounds.lowerBound), bounds.upperBound)
        let buffer = own.map { $0 > 0 ? min($0, tenth) : tenth } ?? tenth
        return TransferPace(receiveBufferBytes: buffer) { count in
            let now = self.elapsed
            return self.state.withLock { state in
                state.budget.spend(ByteCount(bytes: Int64(count)), at: now, limit: limit)
            }
        }
    }

    /// Bytes a second that may be taken on a lane now; nil for all that comes.
    func limit(on lane: LessonSources.Lane) -> ByteCount? {
        lane == .bulk ? self.state.withLock { $0.prefetcher.limit } : self.schedule.capBytesPerSecond
    }

    /// The bulk connection's: the setting, else what the line needs.
    private func receiveBufferBytes(of source: Source, roundTrip: Duration?) -> Int {
        if self.options.receiveBufferBytes > 0 { return self.options.receiveBufferBytes }
        let line = self.line.rate.median
        return self.state.withLock {
            $0.receiveBuffers[source, default: ReceiveBuffer()].follow(line: line, roundTrip: roundTrip)
        }
    }

    /// How long a request for so many bytes may take: a minute, and what a line would need that brings a kilobyte a second,
    /// or half of what may be taken.
    func totalTimeout(for bytes: Int64) -> Duration {
        let limit = self.state.withLock { $0.prefetcher.limit }.map { max(1, $0.bytes / 2) } ?? 1_000
        return .seconds(60 + bytes / min(1_000, limit))
    }

    /// Whether a run may still take bytes: asked of every piece, since the window may end in the middle of a run.
    func mayRunGoOn() -> Bool {
        if self.options.windows.isEmpty || self.stretch.isOpen { return true }
        self.handle(.lineGranted(.zero))
        return false
    }
}
