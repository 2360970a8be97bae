import ArgumentParser
import Foundation

/// Packages one mutation after the other and says what came out; run by `Supervisor`.
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "work", shouldDisplay: false)

    @Option var from: UInt64
    @Option var to: UInt64
    @Option var memoryMebibytes: Int
    @Argument var files: [String]

    func run() throws {
        try MemoryLimit.set(mebibytes: self.memoryMebibytes)
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-mutations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sources = try self.files.map { (URL(filePath: $0), [UInt8](try Data(contentsOf: URL(filePath: $0)))) }
        for seed in self.from..<self.to {
            let (file, bytes) = sources[Int(seed % UInt64(sources.count))]
            Self.say("start \(seed) \(file.lastPathComponent)")
            let (kind, changed) = Mutation.apply(seed: seed, to: bytes)
            let path = folder.appending(path: "source.\(file.pathExtension)")
            try Data(changed).write(to: path)
            let output = folder.appending(path: "output")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: false)
            let outcome = try Attempt(source: path.path, output: output.path).outcome()
            Self.say("end \(seed) \(outcome.hasPrefix("finding") ? "\(outcome) (\(kind))" : outcome)")
            try FileManager.default.removeItem(at: output)
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
