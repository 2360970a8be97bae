import ArgumentParser
import Foundation

/// Packages one file in bounded memory and processor time, and says what came out.
struct Trial: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Package one file as it is; print the reason code, or packaged, or a finding."
    )

    @Option(help: "Address space in MiB.") var memoryMebibytes = 1536
    @Option(help: "Processor time in seconds.") var processorSeconds = 20
    @Argument(help: "A file, sound or not.") var file: String

    func run() throws {
        try MemoryLimit.set(mebibytes: self.memoryMebibytes)
        let seconds = rlim_t(self.processorSeconds)
        var limit = rlimit(rlim_cur: seconds, rlim_max: seconds)
        guard setrlimit(__rlimit_resource_t(UInt32(RLIMIT_CPU.rawValue)), &limit) == 0 else { throw ExitCode.failure }
        let output = FileManager.default.temporaryDirectory.appending(path: "lectern-trial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: output) }
        print(try Attempt(source: self.file, output: output.path).outcome())
    }
}
