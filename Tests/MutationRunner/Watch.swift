import Foundation

/// How long a process has worked and how long it has been waited for, from now on.
struct Watch {
    private let process: Int32
    private let startTicks: Int
    private let start = ContinuousClock.now

    init(_ process: Int32) {
        self.process = process
        self.startTicks = Self.ticks(process)
    }

    /// Processor time of all its threads.
    var busySeconds: Int { (Self.ticks(self.process) - self.startTicks) / max(1, sysconf(Int32(_SC_CLK_TCK))) }

    var wallSeconds: Int { Int((ContinuousClock.now - self.start).components.seconds) }

    /// User and system time are the 14th and 15th fields (proc(5)); the name before them is in parentheses.
    private static func ticks(_ process: Int32) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return 0 }
        let fields = text[name...].split(separator: " ").dropFirst()
        return fields.dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
    }
}
