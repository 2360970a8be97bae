import Foundation

/// A statement of the Experience API (xAPI 1.0.3, part 2), as far as it is written here.
package struct XAPIStatement: Encodable, Sendable {
    /// Someone, by a pseudonym that only this province can trace back.
    struct Actor: Encodable, Sendable {
        struct Account: Encodable, Sendable {
            let homePage: String
            let name: String
        }

        let account: Account
    }

    struct Verb: Encodable, Sendable {
        let id: String
        let display: [String: String]

        /// Other languages than `en-US` are refused by validators that know the video profile.
        init(_ id: String, _ display: String) {
            self.id = id
            self.display = ["en-US": display]
        }
    }

    enum Object: Encodable, Sendable {
        case activity(id: String, type: String, name: [String: String])
        /// Another statement.
        case statement(UUID)
    }

    struct Result: Encodable, Sendable {
        let extensions: [String: Value]
    }

    struct Context: Encodable, Sendable {
        let category: [String]
        /// What the object is a part of.
        let parent: [String]
        let extensions: [String: Value]
    }

    enum Value: Encodable, Sendable {
        case number(Double)
        case text(String)

        /// Seconds with at most three decimals.
        static func seconds(milliseconds: Int64) -> Value { .number(Double(milliseconds) / 1_000) }
    }

    let id: UUID
    let actor: Actor
    let verb: Verb
    let object: Object
    var result: Result?
    var context: Context?
    /// RFC 3339, UTC.
    var timestamp: String?
}

extension XAPIStatement {
    private enum CodingKeys: String, CodingKey {
        case id, actor, verb, object, result, context, timestamp
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.id.uuidString.lowercased(), forKey: .id)
        try container.encode(self.actor, forKey: .actor)
        try container.encode(self.verb, forKey: .verb)
        try container.encode(self.object, forKey: .object)
        try container.encodeIfPresent(self.result, forKey: .result)
        try container.encodeIfPresent(self.context, forKey: .context)
        try container.encodeIfPresent(self.timestamp, forKey: .timestamp)
    }
}

extension XAPIStatement.Object {
    private struct Activity: Encodable {
        struct Definition: Encodable {
            let type: String
            let name: [String: String]
        }

        let id: String
        let definition: Definition
    }

    private struct Reference: Encodable {
        let objectType = "StatementRef"
        let id: String
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .activity(let id, let type, let name):
            try Activity(id: id, definition: .init(type: type, name: name)).encode(to: encoder)
        case .statement(let id):
            try Reference(id: id.uuidString.lowercased()).encode(to: encoder)
        }
    }
}

extension XAPIStatement.Context {
    private struct Activity: Encodable {
        let id: String
        let definition: [String: String]?
    }

    private struct Activities: Encodable {
        let category: [Activity]?
        let parent: [Activity]?
    }

    private enum CodingKeys: String, CodingKey {
        case contextActivities, extensions
    }

    func encode(to encoder: any Encoder) throws {
        let profile = ["type": "http://adlnet.gov/expapi/activities/profile"]
        let categories = self.category.map { Activity(id: $0, definition: profile) }
        let parents = self.parent.map { Activity(id: $0, definition: nil) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(
            Activities(
                category: categories.isEmpty ? nil : categories,
                parent: parents.isEmpty ? nil : parents
            ),
            forKey: .contextActivities
        )
        if !self.extensions.isEmpty { try container.encode(self.extensions, forKey: .extensions) }
    }
}

extension XAPIStatement.Value {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
