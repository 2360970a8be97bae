package import CourseModel

/// Measures how many bytes per second have come lately.
///
/// Instants are times since any fixed beginning, told by the caller; they never run backwards.
package struct GoodputMeter: Sendable {
    /// What came within one part of the window.
    private struct Slice {
        /// Parts of the window since the beginning.
        let index: Int64
        var bytes: Int64
    }

    /// Into how many parts the window is cut: what is forgotten, is forgotten by the part.
    private static let slices: Int64 = 30

    private let windowMs: Int64
    private var kept: [Slice] = []
    /// When bytes began to come after a window without any.
    private var startMs: Int64 = 0

    /// - Parameter window: how far back is looked; at least 30 ms.
    package init(window: Duration = .seconds(30)) {
        self.windowMs = max(Self.slices, Self.milliseconds(of: window))
    }

    package mutating func add(_ bytes: ByteCount, at now: Duration) {
        let nowMs = Self.milliseconds(of: now)
        let index = self.index(of: nowMs)
        self.kept.removeAll { $0.index <= index - Self.slices }
        if self.kept.isEmpty { self.startMs = nowMs }
        if let last = self.kept.last, last.index >= index {
            self.kept[self.kept.count - 1].bytes += bytes.bytes
        } else {
            self.kept.append(Slice(index: index, bytes: bytes.bytes))
        }
    }

    /// Bytes per second over the window, or since bytes began to come where that is less, but at least one second.
    package func bytesPerSecond(at now: Duration) -> ByteCount {
        let nowMs = Self.milliseconds(of: now)
        let first = self.index(of: nowMs) - Self.slices
        let bytes = self.kept.reduce(0) { $0 + ($1.index > first ? $1.bytes : 0) }
        let spanMs = min(self.windowMs, max(nowMs - self.startMs, 1_000))
        return ByteCount(bytes: bytes * 1_000 / spanMs)
    }

    private func index(of nowMs: Int64) -> Int64 {
        nowMs / (self.windowMs / Self.slices)
    }

    private static func milliseconds(of duration: Duration) -> Int64 {
        let parts = duration.components
        return parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
    }
}
