import Foundation
import Testing

/// A text that was looked at once, kept beside the tests, and must stay as it is.
///
/// `LECTERN_GOLDENS=write swift test --filter OddInputTests` writes them anew; look at the difference before you commit it.
enum Golden {
    static let isWriting = ProcessInfo.processInfo.environment["LECTERN_GOLDENS"] == "write"

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Goldens")
        .standardized
    /// A list longer than this is kept without its middle.
    private static let linesMax = 40
    /// Another build of the encoders that make the inputs may spend a little more or less.
    private static let rateTolerance = 0.03

    static func check(_ text: String, _ name: String) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        let lines = Self.shortened(text)
        if Self.isWriting {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(kept.count == lines.count, "\(name): \(lines.count) lines instead of \(kept.count)\n\(text)")
        for (line, golden) in zip(lines, kept) {
            #expect(Self.isSame(line, golden), "\(name): \(line)\n  golden: \(golden)")
        }
    }

    /// The names of all that are kept.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".txt") }
            .map { String($0.dropLast(4)) }.sorted()
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: "\(name).txt"), encoding: .utf8)
    }

    private static func shortened(_ text: String) -> [String] {
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.count > Self.linesMax else { return lines }
        let half = Self.linesMax / 2
        return lines.prefix(half) + ["… \(lines.count - 2 * half) lines more"] + lines.suffix(half)
    }

    /// Equal but for bandwidths, which may differ a little.
    private static func isSame(_ line: String, _ golden: String) -> Bool {
        let pattern = /BANDWIDTH=([0-9]+)/
        let rates = [line, golden].map { $0.matches(of: pattern).compactMap { Double($0.output.1) } }
        let others = [line, golden].map { $0.replacing(pattern, with: "BANDWIDTH=") }
        return others[0] == others[1] && rates[0].count == rates[1].count
            && zip(rates[0], rates[1]).allSatisfy { abs($0 - $1) <= Self.rateTolerance * $1 + 100 }
    }
}
