import Foundation
import Testing

/// What the documents name and what the sources have are the same.
@Suite struct DocumentTests {
    @Test("Every metric is in docs/operations.md, and every metric there is real")
    func metrics() throws {
        let real = try Self.matches(of: #/"(lectern_[a-z_]+)"/#, in: SourceTree.swiftFiles(in: "Sources").map(\.text))
        let described = try Self.matches(of: #/`(lectern_[a-z_]+)/#, in: [SourceTree.text(at: "docs/operations.md")])
        #expect(real == described, "\(real.symmetricDifference(described).sorted())")
    }

    @Test("Every setting is in its configuration's comment and in docs/operations.md, and every one there is read")
    func settings() throws {
        let files = try SourceTree.swiftFiles(in: "Sources").filter { $0.text.contains("- Configuration keys:") }
        #expect(files.count >= 4)
        var real: Set<String> = []
        for file in files {
            let explained = Self.matches(of: #/- `([a-z]+\.[A-Za-z]+)` \(/#, in: [file.text])
            let read = Self.matches(of: #/"([a-z]+\.[A-Za-z]+)"/#, in: file.code.map(String.init))
            #expect(explained == read, "\(file.path): \(explained.symmetricDifference(read).sorted())")
            real.formUnion(read)
        }
        let described = try Self.matches(
            of: #/\| `([a-z]+\.[A-Za-z]+)` \|/#,
            in: [SourceTree.text(at: "docs/operations.md")]
        )
        #expect(real == described, "\(real.symmetricDifference(described).sorted())")
    }

    @Test(
        "Every route below /v1 is in its program's OpenAPI description, and every one there is served",
        arguments: [
            ("origin.yaml", ["Sources/Origin/"], []),
            ("edge.yaml", ["Sources/EdgeCache/", "Sources/ProgressAgent/"], ["Sources/ProgressAgent/StandAlone/"]),
            ("agent.yaml", ["Sources/ProgressAgent/StandAlone/"], []),
        ]
    )
    func routes(document: String, folders: [String], except: [String]) throws {
        let files = try SourceTree.swiftFiles(in: "Sources").filter { file in
            folders.contains { file.path.hasPrefix($0) } && !except.contains { file.path.hasPrefix($0) }
        }
        var served: Set<String> = []
        for match in files.flatMap({ $0.text.matches(of: #/\.(get|post|put|delete)\("(\/v1\/[^"]+)"/#) }) {
            let path = match.2.replacing(#/:([a-z]+)/#) { "{\($0.1)}" }
            served.insert("\(match.1) \(path)")
        }
        #expect(!served.isEmpty)
        let described = try Self.operations(in: SourceTree.text(at: "docs/openapi/\(document)"))
        #expect(served == described, "\(served.symmetricDifference(described).sorted())")
    }

    @Test("Links between the documents lead somewhere, and no line of prose is longer than 140 characters")
    func linksAndLines() throws {
        for path in try SourceTree.documents() {
            let text = try SourceTree.text(at: path)
            let folder = SourceTree.root.appending(path: path).deletingLastPathComponent()
            for target in Self.matches(of: #/\]\(([^)#:]+)(?:#[^)]*)?\)/#, in: [text]) {
                let exists = FileManager.default.fileExists(atPath: folder.appending(path: target).path)
                #expect(exists, "\(path) links to \(target)")
            }
            var isCode = false
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") { isCode.toggle() }
                let isFree = isCode || line.hasPrefix("|")
                #expect(isFree || line.count <= 140, "\(path): \(line.prefix(60))…")
            }
        }
    }

    private static func matches(
        of pattern: Regex<(Substring, Substring)>,
        in texts: [String]
    ) -> Set<String> {
        Set(texts.flatMap { text in text.matches(of: pattern).map { String($0.1) } })
    }

    /// `get /v1/…` for each operation below /v1 of an OpenAPI document in YAML.
    private static func operations(in text: String) -> Set<String> {
        var operations: Set<String> = []
        var path: Substring?
        for line in text.split(separator: "\n") {
            if let match = line.wholeMatch(of: #/  (\/[^:]+):/#) {
                path = match.1.hasPrefix("/v1/") ? match.1 : nil
            } else if let path, let match = line.wholeMatch(of: #/    (get|post|put|delete):/#) {
                operations.insert("\(match.1) \(path)")
            }
        }
        return operations
    }
}
