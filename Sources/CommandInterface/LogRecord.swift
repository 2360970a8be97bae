import FoundationEssentials

/// One log record, ready to be written.
struct LogRecord: Encodable {
    /// Of a message or a field; what is longer is cut: others may have written it.
    static let textMax = 2_000

    let time: String
    let level: String
    let logger: String
    let message: String
    let fields: [String: String]

    init(time: String, level: String, logger: String, message: String, fields: [String: String]) {
        self.time = time
        self.level = level
        self.logger = logger
        self.message = Self.bounded(message)
        self.fields = fields.mapValues(Self.bounded)
    }

    private static func bounded(_ text: String) -> String {
        text.utf8.count <= Self.textMax ? text : text.prefix(Self.textMax) + "… (\(text.utf8.count) bytes)"
    }

    /// `2030-07-15T08:00:00.000Z info lectern-edge: listening port=8081`, and a newline.
    var text: String {
        var line = "\(self.time) \(self.level) \(self.logger): \(Self.escaped(self.message))"
        for (key, value) in self.fields.sorted(by: { $0.key < $1.key }) {
            let isPlain = !value.isEmpty && value.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "=" }
            line += " \(key)=" + (isPlain ? Self.escaped(value) : "\"\(Self.escaped(value, quotes: true))\"")
        }
        return line + "\n"
    }

    /// The same as one JSON object, and a newline.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return self.text }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes: result += "\\\""
            case let other where other.properties.generalCategory == .control:
                result += "\\u{\(String(other.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
