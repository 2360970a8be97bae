import CourseModel
import Origin
import Prefetching
import Synchronization

/// A school's line to the province, on which reports and receipts are lost, late, doubled, altered and forged.
final class ProgressLine: Sendable {
    /// Nothing came back.
    struct Silence: Error {}

    private enum Fate: CaseIterable {
        case fine, lost, late, answerLost, twice, altered, forged, staleReceipt
    }

    private struct State {
        var random: SplitMix64
        var isDown = false
        /// Whether nothing goes wrong any more.
        var isHealed = false
        /// Sent, given up by the sender, and still under way.
        var late: [(bytes: [UInt8], edge: EdgeRecord)] = []
        /// Receipts that somebody on the way has written down.
        var receipts: [SignedDocument<Receipt>] = []
        var counts: [ProgressFaultKind: Int] = [:]
        var broken: [String] = []
    }

    private let origin: SimulatedOrigin
    private let state: Mutex<State>

    init(to origin: SimulatedOrigin, seed: UInt64) {
        self.origin = origin
        self.state = Mutex(State(random: SplitMix64(state: seed)))
    }

    func setDown(_ isDown: Bool) { self.state.withLock { $0.isDown = isDown } }
    func heal() { self.state.withLock { ($0.isDown, $0.isHealed) = (false, true) } }

    /// What happened since the last time: how often what, and which rules were broken.
    func takeNews() -> (counts: [ProgressFaultKind: Int], broken: [String]) {
        self.state.withLock { state in
            defer { (state.counts, state.broken) = ([:], []) }
            return (state.counts, state.broken)
        }
    }

    /// As the agent's client sends it: throws where no receipt of the province's comes back.
    func send(_ report: SignedDocument<Report>, from edge: EdgeRecord) async throws -> SignedDocument<Receipt> {
        switch self.fate() {
        case .fine: return try await self.deliver(report.bytes, edge)
        case .lost: throw Silence()
        case .late:
            self.state.withLock { $0.late.append((report.bytes, edge)) }
            throw Silence()
        case .answerLost:
            _ = try await self.deliver(report.bytes, edge)
            throw Silence()
        case .twice:
            _ = try await self.deliver(report.bytes, edge)
            return try await self.deliver(report.bytes, edge)
        case .altered:
            await self.expectRefusal(self.altered(report.bytes), edge, "an altered report")
            throw Silence()
        case .forged:
            let forged = try SignedDocument(signing: report.payload, with: self.origin.key)
            await self.expectRefusal(forged.bytes, edge, "a report with another key")
            throw Silence()
        case .staleReceipt:
            let known = self.state.withLock { $0.receipts.last { $0.payload.edge == edge.edge } }
            guard let known else { throw Silence() }
            return known
        }
    }

    /// What was under way arrives, the last first.
    func deliverLate() async throws {
        let late = self.state.withLock { state in
            defer { state.late = [] }
            return state.late
        }
        for (bytes, edge) in late.reversed() { _ = try await self.deliver(bytes, edge) }
    }

    private func fate() -> Fate {
        self.state.withLock { state in
            guard !state.isHealed else { return .fine }
            var fate = Fate.allCases[Int.random(in: 0..<Fate.allCases.count, using: &state.random)]
            if Bool.random(using: &state.random) { fate = .fine }
            if state.isDown { fate = .lost }
            switch fate {
            case .fine: break
            case .lost: state.counts[.reportLost, default: 0] += 1
            case .late: state.counts[.reportLate, default: 0] += 1
            case .answerLost: state.counts[.receiptLost, default: 0] += 1
            case .twice: state.counts[.reportTwice, default: 0] += 1
            case .altered: state.counts[.reportAltered, default: 0] += 1
            case .forged: state.counts[.reportForged, default: 0] += 1
            case .staleReceipt: state.counts[.staleReceipt, default: 0] += 1
            }
            return fate
        }
    }

    private func deliver(_ bytes: [UInt8], _ edge: EdgeRecord) async throws -> SignedDocument<Receipt> {
        let receipt: SignedDocument<Receipt>
        do {
            receipt = try await self.origin.take(bytes, from: edge)
        } catch {
            self.state.withLock { $0.broken.append("the report of \(edge.edge) is refused: \(error)") }
            throw error
        }
        let verified = try SignedDocument<Receipt>(verifying: receipt.bytes, with: self.origin.key.verifyingKey)
        self.state.withLock { $0.receipts.append(verified) }
        return verified
    }

    private func altered(_ bytes: [UInt8]) -> [UInt8] {
        self.state.withLock { state in
            var bytes = bytes
            let place = Int.random(in: bytes.indices, using: &state.random)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &state.random)
            return bytes
        }
    }

    private func expectRefusal(_ bytes: [UInt8], _ edge: EdgeRecord, _ what: String) async {
        do {
            _ = try await self.origin.take(bytes, from: edge)
            self.state.withLock { $0.broken.append("\(what) was taken") }
        } catch {
            // As it must be.
        }
    }
}
