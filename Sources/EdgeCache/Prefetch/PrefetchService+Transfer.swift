import CourseModel
import Prefetching
import ProgressAgent
import Synchronization
import Transfer

/// One request for bytes of a track file, and what its answer says.
extension PrefetchService {
    func transfer(
        _ writer: RunWriter,
        track: Track,
        from source: Source,
        on lane: LessonSources.Lane,
        _ ticket: FetchTicket
    ) async -> Result<Void, FetchFailure> {
        guard let client = self.sources.client(for: source) else {
            return .failure(.line(.other, "\(source) is not asked any more"))
        }
        let connection = self.sources.connection(to: source, lane)
        let pace = self.pace(on: lane, over: connection, to: source)
        while true {
            let start = ContinuousClock.now
            let missing = writer.missing
            do {
                let response = try await connection.stream(
                    try client.request(
                        forBytes: missing,
                        of: track.blob,
                        totalTimeout: self.totalTimeout(for: missing.upperBound - missing.lowerBound)
                    ),
                    ticket: ticket.request(over: connection),
                    accept: { self.accept($0, of: track, from: missing.lowerBound) },
                    receive: { bytes in
                        if writer.missing == missing { self.lineWorks() }
                        self.tally.add(bytes.count, from: source.kind)
                        return writer.take(bytes) && (lane == .foreground || self.mayRunGoOn()) ? .go : .stop
                    },
                    onTurn: { writer.rest() },
                    pace: pace
                )
                if source == .origin { self.contact.reached() }
                guard let failure = self.failure(of: response, to: track, from: missing.lowerBound, source) else {
                    let time = self.limit(on: lane) == nil ? start.duration(to: .now) : nil
                    let bytes = ByteCount(bytes: Int64(missing.count - writer.missing.count))
                    self.sources.brought(bytes, in: time, from: source)
                    return .success(())
                }
                guard client.learnTime(from: OriginProblem(response)) else { return .failure(failure) }
            } catch is CancellationError {
                return .failure(FetchFailure(decided: .stopped, reason: "stopped"))
            } catch TransferError.closed {
                return .failure(FetchFailure(decided: .stopped, reason: "stopped"))
            } catch {
                if source == .origin { self.contact.missed("\(error)") }
                let reason = source == .origin ? "\(error)" : "\(source): \(error)"
                return .failure(.line(RetryReason(error), reason))
            }
        }
    }

    /// Whether an answer's body is what was asked for, as far as its header tells: a network's sign-in page is not.
    private func isMeant(_ response: TransferResponse, of track: Track, from start: Int64) -> Bool {
        let size = String(track.sizeBytes.bytes)
        return switch response.status {
        case 206: response.rangeStart == start && response.header("Content-Range")?.hasSuffix("/\(size)") == true
        case 200: start == 0 && response.header("Content-Length") == size
        default: false
        }
    }

    private func accept(_ response: TransferResponse, of track: Track, from start: Int64) -> Disposition {
        guard self.isMeant(response, of: track, from: start) else { return .stop }
        self.state.withLock { $0.through = Self.through(response) }
        return .go
    }

    /// The first bytes of an answer came; what is only a header may be of a proxy that has nothing behind it.
    private func lineWorks() {
        self.state.withLock { $0.trouble = nil }
        self.handle(.progress)
    }

    private func failure(
        of response: TransferResponse,
        to track: Track,
        from start: Int64,
        _ source: Source
    ) -> FetchFailure? {
        if self.isMeant(response, of: track, from: start) { return nil }
        if let interception = Interception(response) {
            self.incidents.record(.lineIntercepted, about: "line", "\(interception)")
            return .line(.intercepted, "\(interception)", retryAfter: response.retryAfter)
        }
        let problem = OriginProblem(response)
        switch response.status {
        case 200, 206:
            let reason = "whoever answered sent something else than was asked for\(Self.through(response))"
            self.incidents.record(.lineIntercepted, about: "line", reason)
            return .line(.intercepted, reason)
        case 404, 410, 416:
            return FetchFailure(decided: .absent(track.blob), reason: "\(source) does not have it: \(problem)")
        default:
            return .line(.refused, "\(source): \(problem)", retryAfter: response.retryAfter)
        }
    }

    private static func through(_ response: TransferResponse) -> String {
        Interception.proxy(of: response).map { ", through the proxy \($0)" } ?? ""
    }
}
