package import CourseModel
package import Crediting
import Synchronization

/// What this school's computer handed to each viewing session, in media time: what its heartbeats claim is compared with
/// it.
///
/// Kept in memory, and taken into the journal with every heartbeat and every few seconds: what a kill loses is a few
/// seconds, which the session then has as class B.
package final class ServedMedia: Sendable {
    fileprivate struct Session {
        var media = PlayedIntervals()
        /// Bytes of chunks that were served in part.
        var partial: [Track.ID: StretchSet] = [:]
        var isNew = false
        /// How often nothing new was there to be taken.
        var quietTimes = 0
    }

    private struct State {
        var sessions: [ViewingSession.ID: Session] = [:]
        var sinceMs: AgentTime?
    }

    /// A lab's seats many times over; further ones are not recorded until others fell silent.
    private static let sessionsMax = 8_192
    /// A session of which nothing was taken for so many times is forgotten: it stands in the journal.
    private static let quietTimesMax = 240

    private let state = Mutex(State())

    package init() {}

    /// Since when this run of the agent records.
    package var sinceMs: AgentTime? { self.state.withLock { $0.sinceMs } }

    func begin(at now: AgentTime) {
        self.state.withLock { $0.sinceMs = now }
    }

    /// Notes bytes of a track file that were handed to the socket for a viewing session.
    ///
    /// A chunk of picture or sound is served when all of its bytes were; companions are no evidence.
    package func note(_ session: ViewingSession.ID, _ track: Track, _ bytes: Range<Int64>) {
        guard track.isMedia, !bytes.isEmpty, track.timescale > 0 else { return }
        self.state.withLock { state in
            guard state.sessions[session] != nil || state.sessions.count < Self.sessionsMax else { return }
            state.sessions[session, default: Session()].note(track, bytes)
        }
    }

    /// What a session was handed in this run of the agent, as far as it is remembered.
    package func media(of session: ViewingSession.ID) -> PlayedIntervals {
        self.state.withLock { $0.sessions[session]?.media ?? PlayedIntervals() }
    }

    /// Sessions that were handed something since the last time.
    func takeNews() -> [ViewingSession.ID] {
        self.state.withLock { state in
            var news: [ViewingSession.ID] = []
            for name in state.sessions.keys {
                if state.sessions[name]?.isNew == true {
                    news.append(name)
                    state.sessions[name]?.isNew = false
                    state.sessions[name]?.quietTimes = 0
                } else {
                    state.sessions[name]?.quietTimes += 1
                }
            }
            state.sessions = state.sessions.filter { $0.value.quietTimes < Self.quietTimesMax }
            return news
        }
    }
}

extension ServedMedia.Session {
    fileprivate mutating func note(_ track: Track, _ bytes: Range<Int64>) {
        var (offset, ticks): (Int64, Int64) = (0, track.startTicks)
        for chunk in track.chunks {
            let place = offset..<offset + chunk.sizeBytes.bytes
            let time = ticks..<ticks + chunk.durationTicks
            (offset, ticks) = (place.upperBound, time.upperBound)
            guard place.lowerBound < bytes.upperBound else { return }
            guard place.upperBound > bytes.lowerBound, !time.isEmpty else { continue }
            guard self.isWhole(place, of: track.track, with: bytes.clamped(to: place)) else { continue }
            self.media.insert(
                MediaTime(
                    milliseconds: time.lowerBound * 1000 / track.timescale
                )..<MediaTime(
                    milliseconds: time.upperBound * 1000 / track.timescale
                )
            )
            self.isNew = true
        }
    }

    /// Whether all bytes of a chunk were served now, together with what was before.
    private mutating func isWhole(_ chunk: Range<Int64>, of track: Track.ID, with bytes: Range<Int64>) -> Bool {
        if bytes == chunk { return true }
        self.partial[track, default: StretchSet()].insert(bytes)
        return self.partial[track]?.gaps(in: chunk).isEmpty ?? false
    }
}
