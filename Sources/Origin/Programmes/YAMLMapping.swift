import CourseModel
import Yams

/// What is wrong with a YAML file, gathered so that all of it can be said at once.
final class YAMLProblemLog {
    /// More would not be read by anybody.
    private static let problemsMax = 50

    private(set) var problems: [YAMLProblem] = []

    func add(_ problem: YAMLProblem) {
        if self.problems.count < Self.problemsMax { self.problems.append(problem) }
    }
}

/// Something wrong at one place of a YAML file.
package struct YAMLProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; nil where the place is not known.
    package let line: Int?
    /// E.g. `sections[2].topics[0].hours`; empty for the file as a whole.
    package let path: String
    package let reason: String

    package var description: String {
        (self.line.map { "line \($0): " } ?? "") + (self.path.isEmpty ? "" : "\(self.path): ") + self.reason
    }
}

/// A mapping of a YAML file, read key by key; every complaint names line and path.
struct YAMLMapping {
    let path: String
    private let line: Int?
    private let mapping: Node.Mapping
    private let log: YAMLProblemLog

    /// - Parameter keys: all that may stand here; another one is a mistake in writing, and is said.
    init(_ node: Node, path: String, keys: Set<String>, log: YAMLProblemLog) throws(YAMLProblem) {
        guard let mapping = node.mapping else {
            throw YAMLProblem(line: node.mark?.line, path: path, reason: "keys and values are expected here")
        }
        self.path = path
        self.line = node.mark?.line
        self.mapping = mapping
        self.log = log
        for (key, _) in mapping {
            let name = key.string ?? "?"
            guard !keys.contains(name) else { continue }
            let known = keys.sorted().joined(separator: ", ")
            log.add(YAMLProblem(line: key.mark?.line, path: path, reason: "unknown key '\(name)'; known are \(known)"))
        }
    }

    func problem(_ key: String?, _ reason: String) -> YAMLProblem {
        let place = key.map { self.path.isEmpty ? $0 : "\(self.path).\($0)" } ?? self.path
        return YAMLProblem(line: key.flatMap { self.mapping[$0]?.mark?.line } ?? self.line, path: place, reason: reason)
    }

    /// Says that something is wrong, and goes on.
    func complain(_ key: String?, _ reason: String) {
        self.log.add(self.problem(key, reason))
    }

    func has(_ key: String) -> Bool {
        guard let node = self.mapping[key] else { return false }
        return node != Node("", Tag(.null)) && node.scalar?.string != "~" && node.scalar?.string != "null"
    }

    func text(_ key: String) throws(YAMLProblem) -> String {
        guard self.has(key), let node = self.mapping[key] else { throw self.problem(key, "is missing") }
        guard let text = node.scalar?.string, !text.isEmpty else { throw self.problem(key, "a text is expected") }
        return text
    }

    func identifier<Subject>(_ key: String) throws(YAMLProblem) -> Identifier<Subject> {
        let text = try self.text(key)
        guard let identifier = Identifier<Subject>(text) else {
            throw self.problem(key, "'\(text.prefix(80))' is no identifier: 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return identifier
    }

    func integer(_ key: String, in range: ClosedRange<Int64>) throws(YAMLProblem) -> Int64 {
        let text = try self.text(key)
        guard let value = Int64(text), range.contains(value) else {
            throw self.problem(key, "'\(text)' is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func boolean(_ key: String, default standard: Bool) throws(YAMLProblem) -> Bool {
        guard self.has(key) else { return standard }
        switch try self.text(key) {
        case "true", "yes": return true
        case "false", "no": return false
        default: throw self.problem(key, "true or false is expected")
        }
    }

    /// Credit hours, written with at most two decimals.
    func hours(_ key: String) throws(YAMLProblem) -> CreditHours {
        let text = try self.text(key)
        guard let hours = DecimalHours.hundredths(of: text) else {
            throw self.problem(key, "'\(text)' is no number of hours; write e.g. 36, 1.5 or 0.25")
        }
        return hours
    }

    /// A Chinese text, or `{zh: …, en: …}`.
    func title(_ key: String) throws(YAMLProblem) -> Title {
        guard let node = self.mapping[key], node.mapping != nil else { return Title(zh: try self.text(key)) }
        let titles = try self.mapping(key, keys: ["zh", "en"])
        return Title(zh: try titles.text("zh"), en: titles.has("en") ? try titles.text("en") : nil)
    }

    func mapping(_ key: String, keys: Set<String>) throws(YAMLProblem) -> YAMLMapping {
        guard let node = self.mapping[key] else { throw self.problem(key, "is missing") }
        return try YAMLMapping(node, path: self.path.isEmpty ? key : "\(self.path).\(key)", keys: keys, log: self.log)
    }

    /// The items of a list of mappings. A wrong item is said and left out; the others are read.
    func list<Item>(
        _ key: String,
        max: Int,
        keys: Set<String>,
        _ make: (YAMLMapping) throws(YAMLProblem) -> Item
    ) -> [Item] {
        self.items(key, max: max).enumerated().compactMap { index, node in
            let path = (self.path.isEmpty ? key : "\(self.path).\(key)") + "[\(index)]"
            do throws(YAMLProblem) {
                return try make(try YAMLMapping(node, path: path, keys: keys, log: self.log))
            } catch {
                self.log.add(error)
                return nil
            }
        }
    }

    func texts(_ key: String, max: Int) -> [String] {
        self.items(key, max: max).compactMap { node in
            if let text = node.scalar?.string, !text.isEmpty { return text }
            self.complain(key, "texts are expected")
            return nil
        }
    }

    private func items(_ key: String, max: Int) -> [Node] {
        guard self.has(key), let node = self.mapping[key] else { return [] }
        guard let sequence = node.sequence else {
            self.complain(key, "a list is expected")
            return []
        }
        guard sequence.count <= max else {
            self.complain(key, "has \(sequence.count) items; at most \(max) are read")
            return []
        }
        return Array(sequence)
    }
}
