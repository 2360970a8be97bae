import Synchronization
import Transfer

/// Names one fetch, by which it can be given up, whichever source it is asking by then.
final class FetchTicket: Sendable {
    private struct State {
        var isGivenUp = false
        var request: TransferTicket?
    }

    private let state = Mutex(State())

    var isGivenUp: Bool { self.state.withLock { $0.isGivenUp } }

    /// A ticket for the fetch's next request.
    func request(over connection: TransferConnection) -> TransferTicket {
        let ticket = connection.ticket()
        let isGivenUp = self.state.withLock { state in
            state.request = ticket
            return state.isGivenUp
        }
        if isGivenUp { ticket.giveUp() }
        return ticket
    }

    func giveUp() {
        let request = self.state.withLock { state in
            state.isGivenUp = true
            return state.request
        }
        request?.giveUp()
    }
}
