import Synchronization

/// Milliseconds that move when told.
final class TimeBox: Sendable {
    private let value: Atomic<Int64>

    init(_ milliseconds: Int64) {
        self.value = Atomic(milliseconds)
    }

    var milliseconds: Int64 { self.value.load(ordering: .relaxed) }
    func advance(_ milliseconds: Int64) { self.value.add(milliseconds, ordering: .relaxed) }
}
