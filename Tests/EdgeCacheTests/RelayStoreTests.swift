import CourseModel
import EdgeCache
import Synchronization
import Testing

@Suite struct RelayStoreTests {
    private let folder: ScratchFolder
    private let child: Edge.ID

    init() throws {
        self.folder = try ScratchFolder()
        self.child = try #require(Edge.ID("e1"))
    }

    private func store(hasRoom: @escaping @Sendable () -> Bool = { true }) -> RelayStore {
        RelayStore(path: "\(self.folder.path)/relay", hasRoom: hasRoom)
    }

    @Test("A child's reports are kept over a restart, up to a number and a size")
    func limits() throws {
        let store = self.store()
        #expect(try store.state(of: self.child) == RelayState(pendingReports: 0, receipt: nil))
        for number in 1...RelayStore.reportsMax {
            #expect(try store.keepReport([UInt8(number)], of: self.child))
        }
        #expect(try !store.keepReport([0], of: self.child))
        #expect(try self.store().state(of: self.child).pendingReports == RelayStore.reportsMax)
        // Another child has its own room, as far as its bytes go.
        let other = try #require(Edge.ID("e2"))
        let half = [UInt8](repeating: 0, count: Int(RelayStore.bytesMax / 2))
        #expect(try store.keepReport(half, of: other))
        #expect(try store.keepReport(half, of: other))
        #expect(try !store.keepReport([0], of: other))
        #expect(try store.state(of: other).pendingReports == 2)
    }

    @Test("Holdings replace each other, and a receipt is there for the child to fetch")
    func holdingsAndReceipt() throws {
        let store = self.store()
        #expect(try store.keepHoldings([1], of: self.child))
        #expect(try store.keepHoldings([2], of: self.child))
        try store.keepReceipt([3, 4], of: self.child)
        let state = try store.state(of: self.child)
        #expect(state.pendingReports == 0)
        #expect(state.receipt.flatMap { Base64URL.bytes(of: $0) } == [3, 4])
    }

    @Test("A disk without room keeps nothing more")
    func noRoom() throws {
        let store = self.store { false }
        #expect(try !store.keepReport([1], of: self.child))
        #expect(try !store.keepHoldings([1], of: self.child))
        #expect(try store.state(of: self.child).pendingReports == 0)
    }
}
