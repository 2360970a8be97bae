import CommandInterface
import Synchronization

/// A progress bar that is made when the first figure comes, and knows then how long it is.
final class LateProgressBar: Sendable {
    private let label: String
    private let unit: ProgressMeter.Unit
    private let bar = Mutex<ProgressBar?>(nil)

    init(_ label: String, unit: ProgressMeter.Unit) {
        self.label = label
        self.unit = unit
    }

    func update(_ completed: Int64, of total: Int64) {
        let bar = self.bar.withLock { bar in
            let shown = bar ?? ProgressBar(self.label, total: total, unit: self.unit)
            bar = shown
            return shown
        }
        bar.update(completed)
    }

    func finish() {
        self.bar.withLock { $0 }?.finish()
    }
}
