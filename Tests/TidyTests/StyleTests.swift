import Foundation
import Testing

@Suite struct StyleTests {
    /// Owners of a C handle, which the compiler cannot reason about; each says why in its comment.
    private static let uncheckedAllowed = ["Sources/Transfer/", "Sources/MediaPackaging/"]

    @Test("Sources have no forced unwrap of a try or a cast, and nothing public")
    func noForce() throws {
        for file in try SourceTree.swiftFiles(in: "Sources") {
            for line in file.code {
                let words = line.split { " (".contains($0) }
                #expect(!words.contains("try!") && !words.contains("as!"), "\(file.path): \(line)")
                // Modifiers stand before the keyword; further on, the word is in a text or a name.
                #expect(!line.contains("open class "), "\(file.path): \(line)")
                #expect(!words.prefix(3).contains { $0 == "public" }, "\(file.path): \(line)")
            }
        }
    }

    @Test("Unchecked Sendable stands only around C handles")
    func uncheckedSendable() throws {
        for file in try SourceTree.swiftFiles(in: "Sources") where file.text.contains("@unchecked Sendable") {
            #expect(Self.uncheckedAllowed.contains { file.path.hasPrefix($0) }, "\(file.path)")
        }
    }

    @Test("A file has at most 300 lines")
    func filesAreShort() throws {
        for file in try SourceTree.swiftFiles(in: "Sources") + SourceTree.swiftFiles(in: "Tests") {
            #expect(file.lines.count <= 301, "\(file.path) has \(file.lines.count - 1) lines")
        }
    }

    @Test("Nothing is left to do later")
    func nothingLeft() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "not " + "implemented"]
        for file in try SourceTree.swiftFiles(in: "Sources") + SourceTree.swiftFiles(in: "Tests") {
            for mark in marks {
                #expect(!file.text.contains(mark), "\(file.path) has \(mark)")
            }
        }
    }
}
