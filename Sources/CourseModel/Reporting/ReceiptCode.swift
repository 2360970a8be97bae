/// Names a journal row that the origin has, short enough to be read out: `e-s001/1/1234/3f2a90bc`.
///
/// Edge, epoch, sequence, and the first eight digits of the chain digest after that row, which takes in every row before
/// it: whoever has the journal can tell that the origin's is the same one.
package struct ReceiptCode: Hashable, Sendable, Comparable {
    private static let digits = 8

    package let edge: Edge.ID
    package let epoch: Int64
    package let sequence: Int64
    /// The digest's first digits.
    package let digest: String

    package init(edge: Edge.ID, epoch: Int64, sequence: Int64, digest: Digest) {
        self.edge = edge
        self.epoch = epoch
        self.sequence = sequence
        self.digest = String(digest.hexadecimal.prefix(Self.digits))
    }

    /// - Returns: nil for what is no such code.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, let edge = Edge.ID(String(parts[0])), let epoch = Int64(parts[1]),
            let sequence = Int64(parts[2]), parts[3].count == Self.digits,
            parts[3].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.edge = edge
        self.epoch = epoch
        self.sequence = sequence
        self.digest = String(parts[3])
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.edge, lhs.epoch, lhs.sequence) < (rhs.edge, rhs.epoch, rhs.sequence)
    }
}

extension ReceiptCode: CustomStringConvertible {
    package var description: String { "\(self.edge)/\(self.epoch)/\(self.sequence)/\(self.digest)" }
}

extension ReceiptCode: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let code = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no receipt code")
        }
        self = code
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
