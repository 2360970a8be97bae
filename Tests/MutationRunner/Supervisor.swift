import ArgumentParser
import Foundation

/// Lets a child process do the work, so that a crash or a hang is a finding and not the end.
struct Supervisor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Package COUNT mutations of the files, from SEED on; exit 1 if there are findings."
    )

    /// Processor time; a file of a few seconds is packaged in far less.
    private static let busySecondsMax = 10
    /// A child that does nothing for so long waits for something that does not come, however busy the machine is.
    private static let wallSecondsMax = 240
    /// More than this many crashes are one fault that is to be found first.
    private static let restartsMax = 100

    @Option(help: "How many mutations.") var count: UInt64 = 200
    @Option(help: "The first seed; each mutation has its own.") var seed: UInt64 = 1
    @Option(help: "Address space of the child in MiB; 0 for no limit, as the address sanitizer needs it.")
    var memoryMebibytes = 2048
    @Option(help: "How many times longer than usual a mutation may take, for a slow build.") var patience = 1
    @Argument(help: "Sound course videos.") var files: [String]

    func run() throws {
        var tally = Tally()
        var next = self.seed
        let end = self.seed + self.count
        var restarts = 0
        while next < end, restarts <= Self.restartsMax {
            next = try self.work(from: next, to: end, &tally)
            restarts += 1
        }
        print(tally.summary)
        guard tally.findings.isEmpty, next >= end else { throw ExitCode.failure }
    }

    /// - Returns: the seed after the last one that was tried.
    private func work(from start: UInt64, to end: UInt64, _ tally: inout Tally) throws -> UInt64 {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments =
            ["work", "--from", "\(start)", "--to", "\(end)", "--memory-mebibytes", "\(self.memoryMebibytes)"]
            + self.files
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var lines = LineReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        var trying: (seed: UInt64, name: String)?
        var next = start
        var watch = Watch(process.processIdentifier)
        reading: while true {
            switch lines.next(timeoutMilliseconds: 500) {
            case .end: break reading
            case .nothing:
                guard watch.busySeconds < Self.busySecondsMax * self.patience,
                    watch.wallSeconds < Self.wallSecondsMax * self.patience
                else {
                    kill(process.processIdentifier, SIGKILL)
                    break reading
                }
            case .line(let line):
                watch = Watch(process.processIdentifier)
                let words = line.split(separator: " ", maxSplits: 2).map(String.init)
                guard words.count == 3, let seed = UInt64(words[1]) else { continue }
                if words[0] == "start" {
                    trying = (seed, words[2])
                } else {
                    tally.add(words[2], seed: seed, name: trying?.name ?? "?")
                    trying = nil
                    next = seed + 1
                }
            }
        }
        process.waitUntilExit()
        guard let trying else {
            if process.terminationStatus != 0 { throw ExitCode(process.terminationStatus) }
            return next
        }
        tally.add(
            process.terminationStatus == SIGKILL ? "finding: hangs" : "finding: ends with \(process.terminationStatus)",
            seed: trying.seed,
            name: trying.name
        )
        return trying.seed + 1
    }
}

/// What came out of each mutation.
struct Tally {
    private var counts: [String: Int] = [:]
    private(set) var findings: [String] = []

    mutating func add(_ outcome: String, seed: UInt64, name: String) {
        if outcome.hasPrefix("finding: ") {
            self.findings.append("seed \(seed) of \(name): \(outcome.dropFirst(9))")
            self.counts["finding", default: 0] += 1
        } else {
            self.counts[outcome, default: 0] += 1
        }
    }

    var summary: String {
        let total = self.counts.values.reduce(0, +)
        let counts = self.counts.sorted { $0.value > $1.value }.map { "  \($0.value) \($0.key)" }
        return (["\(total) mutations"] + counts + self.findings).joined(separator: "\n")
    }
}
