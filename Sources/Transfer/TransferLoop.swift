import Glibc
import Synchronization

/// The queue of a connection, and what its thread does: one request after the other.
final class TransferLoop: Sendable {
    struct Job: Sendable {
        let number: Int
        let request: TransferRequest
        let sizeMax: Int
        let accept: Exchange.Accept?
        let receive: Exchange.Receive?
        let onTurn: (@Sendable () -> Void)?
        let pace: TransferPace?
        let continuation: CheckedContinuation<TransferResponse, any Error>
    }

    private struct State {
        var lastNumber = 0
        var waiting: [Job] = []
        /// Numbers of requests given up, waiting ones and the one under way alike.
        var cancelled: Set<Int> = []
        var isClosed = false
        /// Of the last connections, newest last.
        var roundTrips: [Duration] = []
    }

    /// A few connections find the line idle once.
    private static let roundTripsMax = 8

    /// More than this many requests at once on one connection is a caller gone wrong.
    private static let waitingMax = 1_024

    private let handles: CurlHandles?
    private let state = Mutex(State())

    init(options: TransferOptions) {
        self.handles = CurlHandles(options: options)
    }

    /// Starts the thread; it ends after `close()`.
    func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            context.toOpaque()
        )
        guard code == 0, self.handles != nil else {
            if code != 0 { context.release() }
            return self.close()
        }
        pthread_detach(thread)
    }

    /// Gives everything up that waits, and the request under way.
    func close() {
        let waiting = self.state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in waiting {
            job.continuation.resume(throwing: TransferError.closed)
        }
        self.handles?.wakeUp()
    }

    /// The shortest of the last connections', which no queue made longer; nil before the first.
    var roundTrip: Duration? { self.state.withLock { $0.roundTrips.min() } }

    func nextNumber() -> Int {
        self.state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    func submit(_ job: Job) {
        let refusal: (any Error)? = self.state.withLock { state in
            if state.isClosed { return TransferError.closed }
            if state.cancelled.contains(job.number) { return CancellationError() }
            if state.waiting.count >= Self.waitingMax { return TransferError.failed("too many requests wait") }
            state.waiting.append(job)
            return nil
        }
        if let refusal { return job.continuation.resume(throwing: refusal) }
        self.handles?.wakeUp()
    }

    func cancel(_ number: Int) {
        let waiting: Job? = self.state.withLock { state in
            state.cancelled.insert(number)
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiting.remove(at: index)
        }
        waiting?.continuation.resume(throwing: CancellationError())
        self.handles?.wakeUp()
    }

    /// Says that nobody will speak of a request any more.
    func forget(_ number: Int) {
        _ = self.state.withLock { $0.cancelled.remove(number) }
    }

    private func run() {
        guard let handles = self.handles else { return }
        while let job = self.nextJob(waitingOn: handles) {
            let exchange = Exchange(
                sizeMax: job.sizeMax,
                accept: job.accept,
                receive: job.receive,
                onTurn: job.onTurn,
                pace: job.pace,
                isGivenUp: { self.isGivenUp(job.number) }
            )
            // What earlier requests took in advance of the rate is paid for before more is asked for.
            exchange.rest(after: 0)
            let before = handles.roundTrip
            let result = Result {
                try handles.perform(job.request, into: exchange) { self.isGivenUp(job.number) }
                return exchange.response
            }
            // Before anybody hears of the answer.
            self.note(handles.roundTrip, before)
            job.continuation.resume(with: result)
        }
    }

    private func note(_ roundTrip: Duration?, _ before: Duration?) {
        guard let roundTrip, roundTrip != before else { return }
        self.state.withLock { $0.roundTrips = ($0.roundTrips + [roundTrip]).suffix(Self.roundTripsMax) }
    }

    private func isGivenUp(_ number: Int) -> Bool {
        self.state.withLock { $0.isClosed || $0.cancelled.contains(number) }
    }

    private func nextJob(waitingOn handles: CurlHandles) -> Job? {
        while true {
            let (job, isClosed) = self.state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if isClosed { return nil }
            if let job { return job }
            handles.wait(atMost: .seconds(60))
        }
    }
}
