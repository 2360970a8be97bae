import Blobs
package import CourseModel
import Foundation

/// Every sentence of the pages, in every language: `{"key": {"zh": "…", "en": "…"}}`.
///
/// A key is written with dots (`signIn.title`); `{name}` in a text stands for a value.
package struct Messages: Sendable {
    private static let sizeMax = 1 << 20

    private var texts: [String: [String: String]] = [:]

    /// Reads `messages.json` of each folder; a later one replaces what an earlier one says.
    ///
    /// - Throws: `FileError`; `MessagesError` for a message that is not in every language.
    package init(folders: [String]) throws {
        for folder in folders {
            let path = "\(folder)/messages.json"
            guard let bytes = try DurableFile.read(path, sizeMax: Self.sizeMax) else { continue }
            for (key, texts) in try CanonicalJSON.decode([String: [String: String]].self, from: bytes) {
                guard let missing = Language.allCases.first(where: { texts[$0.rawValue] == nil }) else {
                    self.texts[key] = texts
                    continue
                }
                throw MessagesError(path: path, key: key, language: missing)
            }
        }
    }

    package func has(_ key: String) -> Bool { self.texts[key] != nil }

    /// The message; the key itself where there is no such message.
    package func text(_ key: String, in language: Language, _ values: [String: String] = [:]) -> String {
        guard let text = self.texts[key]?[language.rawValue] else { return key }
        guard !values.isEmpty else { return text }
        return text.split(separator: "{", omittingEmptySubsequences: false).enumerated().reduce(into: "") {
            whole,
            part in
            let (index, piece) = part
            guard index > 0 else { return whole += piece }
            guard let end = piece.firstIndex(of: "}"), let value = values[String(piece[..<end])] else {
                return whole += "{" + piece
            }
            whole += value + piece[piece.index(after: end)...]
        }
    }
}

/// A message that somebody could not read.
package struct MessagesError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let key: String
    package let language: Language

    package var description: String { "\(self.path): '\(self.key)' has no text in '\(self.language.rawValue)'" }
}
