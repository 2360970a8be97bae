import Synchronization

/// Shows on a terminal how far something is, its rate, and the time it still takes; silent where nobody watches.
///
/// May be updated from any task, as often as is convenient: it draws ten times a second at most.
package final class ProgressBar: Sendable {
    private static let drawInterval: Duration = .milliseconds(100)

    private struct State {
        var meter: ProgressMeter
        var drawnAt: Duration?
    }

    private let isShown: Bool
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// - Parameters:
    ///   - label: what is going on, in two or three words.
    ///   - total: units in all.
    package init(_ label: String, total: Int64, unit: ProgressMeter.Unit = .bytes) {
        self.isShown = StandardError.isTerminal
        self.state = Mutex(State(meter: ProgressMeter(label: label, total: total, unit: unit)))
    }

    /// - Parameters:
    ///   - completed: units done so far, of all.
    ///   - label: what is going on now; nil for what it was.
    package func update(_ completed: Int64, label: String? = nil) {
        guard self.isShown else { return }
        let now = self.start.duration(to: .now)
        self.state.withLock { state in
            state.meter.record(completed, at: now)
            if let label { state.meter.label = label }
            if let drawnAt = state.drawnAt, now - drawnAt < Self.drawInterval { return }
            state.drawnAt = now
            Self.draw(state.meter, end: "")
        }
    }

    /// Writes a line above the bar; where nobody watches, all the same.
    package func say(_ line: String) {
        guard self.isShown else { return StandardError.write(line + "\n") }
        self.state.withLock { state in
            StandardError.write("\r\u{1B}[2K" + line + "\n")
            Self.draw(state.meter, end: "")
        }
    }

    /// Draws the last state and goes to the next line.
    package func finish() {
        guard self.isShown else { return }
        self.state.withLock { Self.draw($0.meter, end: "\n") }
    }

    private static func draw(_ meter: ProgressMeter, end: String) {
        // Over the line before, then what is left of that is erased: an empty line would flicker.
        StandardError.write("\r" + meter.line(columns: StandardError.columns - 1) + "\u{1B}[K" + end)
    }
}
