package import CourseModel

/// A place that bytes of lessons come from.
package enum Source: Hashable, Sendable {
    case origin
    /// An edge that is asked in the origin's place, and fetches what it lacks.
    case parent(Edge.ID)
    /// An edge of the county that gives what it holds.
    case peer(Edge.ID)

    /// What bytes are counted by.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case origin
        case parent
        case peer
        case disc
    }

    package var kind: Kind {
        switch self {
        case .origin: .origin
        case .parent: .parent
        case .peer: .peer
        }
    }

    /// Nil for the origin.
    package var edge: Edge.ID? {
        switch self {
        case .origin: nil
        case .parent(let edge), .peer(let edge): edge
        }
    }
}

extension Source: CustomStringConvertible {
    package var description: String {
        self.edge.map { "the \(self.kind.rawValue) \($0)" } ?? "the origin"
    }
}

/// In which order sources are asked.
package struct SourceOrder: Hashable, Sendable {
    package static let usual = "parent, peer, origin"

    package let kinds: [Source.Kind]

    /// - Returns: nil for text that is no list of `parent`, `peer` and `origin`, each at most once. The origin is asked last
    ///   where it is not named.
    package init?(_ text: String) {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
        let kinds = words.compactMap { $0.count == 1 ? Source.Kind(rawValue: String($0[0])) : nil }
        guard kinds.count == words.count, Set(kinds).count == kinds.count, !kinds.contains(.disc) else { return nil }
        self.kinds = kinds.contains(.origin) ? kinds : kinds + [.origin]
    }
}
