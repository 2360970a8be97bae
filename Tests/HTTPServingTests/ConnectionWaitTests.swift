import NIOCore
import Testing

@testable import HTTPServing

@Suite struct ConnectionWaitTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let patience = ConnectionPatience()

    private func at(_ seconds: Int64) -> NIODeadline { self.start + .seconds(seconds) }

    /// What is said at each of some moments: seconds, bytes taken since the last.
    private func outcomes(_ wait: ConnectionWait, _ moments: [(seconds: Int64, taken: Int64)]) -> [Bool] {
        var wait = wait
        return moments.map { wait.isOver(self.patience, taken: $0.taken, at: self.at($0.seconds)) }
    }

    @Test("A head that trickles is not waited for longer than one that comes at once")
    func head() {
        var wait = ConnectionWait(since: self.start)
        for second in Int64(10)...29 { wait.wait(for: .head, hasMoved: true, at: self.at(second)) }
        #expect(self.outcomes(wait, [(29, 0), (30, 0)]) == [false, true])
    }

    @Test("A connection on which something comes is not idle")
    func bytes() {
        var wait = ConnectionWait(since: self.start)
        wait.wait(for: .bytes, hasMoved: true, at: self.at(70))
        #expect(self.outcomes(wait, [(144, 0), (145, 0)]) == [false, true])
    }

    @Test("A client may be slow, but must take something in every minute")
    func client() {
        var wait = ConnectionWait(since: self.start)
        wait.wait(for: .client, at: self.start)
        let moments: [(Int64, Int64)] = [(30, 30_000), (60, 40_000), (119, 61_100), (180, 400), (240, 400)]
        #expect(self.outcomes(wait, moments) == [false, false, false, false, true])
    }

    @Test("What takes our own time closes nothing")
    func nothing() {
        var wait = ConnectionWait(since: self.start)
        wait.wait(for: .nothing, at: self.start)
        #expect(self.outcomes(wait, [(100_000, 0)]) == [false])
    }
}
