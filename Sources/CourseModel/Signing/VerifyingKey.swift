import Crypto

/// The public half of a `SigningKey`; in JSON its 32 bytes as base64url.
package struct VerifyingKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Returns: nil unless the bytes are a point that Ed25519 accepts as a public key.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: Array(bytes))) != nil else {
            return nil
        }
        self.bytes = Array(bytes)
    }

    init(_ key: Curve25519.Signing.PublicKey) {
        self.bytes = Array(key.rawRepresentation)
    }

    /// The first 16 hexadecimal digits of the key's SHA-256: enough to tell keys apart, not to trust one.
    package var keyID: String { String(Digest(of: self.bytes).hexadecimal.prefix(16)) }

    package func isValid(signature: [UInt8], for bytes: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: self.bytes) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}

extension VerifyingKey: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Base64URL.bytes(of: try container.decode(String.self)), let key = Self(bytes: bytes) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an Ed25519 public key")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64URL.text(of: self.bytes))
    }
}
