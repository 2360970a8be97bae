import Foundation

/// The repository's own Swift files, as text.
struct SourceTree {
    struct File {
        /// From the repository's root, e.g. `Sources/Crediting/PlayedIntervals.swift`.
        let path: String
        let text: String

        /// The target that the file belongs to.
        var target: String { self.path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

        var lines: [Substring] { self.text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// Lines of code: no blank lines and no comment lines.
        var code: [Substring] {
            self.lines.filter { line in
                let trimmed = line.drop { $0 == " " }
                return !trimmed.isEmpty && !trimmed.hasPrefix("//")
            }
        }

        /// Names of the modules that the file imports.
        var imports: Set<String> {
            Set(
                self.code.compactMap { line in
                    var words = line.split(separator: " ")[...]
                    while let first = words.first, first.hasPrefix("@") || first == "package" || first == "internal" {
                        words = words.dropFirst()
                    }
                    guard words.first == "import", words.count >= 2 else { return nil }
                    return String(words[words.startIndex + (words.count > 2 ? 2 : 1)].prefix { $0 != "." })
                }
            )
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// - Parameter folder: `Sources` or `Tests`.
    static func swiftFiles(in folder: String) throws -> [File] {
        let start = self.root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            File(
                path: "\(folder)/\(path)",
                text: try String(contentsOf: start.appending(path: path), encoding: .utf8)
            )
        }
    }

    /// The text of a file, by its path from the repository's root.
    static func text(at path: String) throws -> String {
        try String(contentsOf: self.root.appending(path: path), encoding: .utf8)
    }

    /// Every Markdown document, by its path from the repository's root.
    static func documents() throws -> [String] {
        let top = try FileManager.default.contentsOfDirectory(atPath: self.root.path)
        let below = ["docs", "seeds"].flatMap { folder in
            let start = self.root.appending(path: folder).path
            let paths = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
            return paths.map { "\(folder)/\($0)" }
        }
        return (top + below).filter { $0.hasSuffix(".md") }.sorted()
    }
}
