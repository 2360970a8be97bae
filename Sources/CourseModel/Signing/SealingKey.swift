import Crypto
import FoundationEssentials

/// The public half of an `OpeningKey` (X25519, RFC 7748): what is sealed for it, whoever carries it cannot read. In JSON
/// its 32 bytes as base64url.
package struct SealingKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Returns: nil unless there are 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    init(_ key: Curve25519.KeyAgreement.PublicKey) {
        self.bytes = Array(key.rawRepresentation)
    }

    /// Seals a signed document (HPKE, RFC 9180, base mode).
    ///
    /// - Returns: the encapsulated key, 32 bytes, and the ciphertext; another one each time.
    package func seal<Payload>(_ document: SignedDocument<Payload>) throws -> [UInt8] {
        let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: self.bytes)
        var sender = try HPKE.Sender(
            recipientKey: key,
            ciphersuite: Sealing.suite,
            info: Sealing.info(for: Payload.self)
        )
        return Array(sender.encapsulatedKey) + Array(try sender.seal(Data(document.bytes)))
    }
}

/// A key that opens what was sealed for it: the origin's.
package struct OpeningKey: Sendable {
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// Makes a new key from the system's random numbers.
    package init() {
        self.key = Curve25519.KeyAgreement.PrivateKey()
    }

    /// - Parameter seed: the 32 bytes of the private key.
    package init(seed: some Collection<UInt8>) throws {
        self.key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: Array(seed))
    }

    /// The 32 bytes to keep secret.
    package var seed: [UInt8] { Array(self.key.rawRepresentation) }

    package var sealingKey: SealingKey { SealingKey(self.key.publicKey) }

    /// - Returns: the signed document's bytes, not verified; nil where this was not sealed for this key as a document of
    ///   this type.
    package func open<Payload: DocumentPayload>(_ sealed: [UInt8], as type: Payload.Type) -> [UInt8]? {
        guard sealed.count > Sealing.encapsulatedBytes, sealed.count <= Sealing.sizeMax(of: type),
            var recipient = try? HPKE.Recipient(
                privateKey: self.key,
                ciphersuite: Sealing.suite,
                info: Sealing.info(for: type),
                encapsulatedKey: Data(sealed[..<Sealing.encapsulatedBytes])
            ), let bytes = try? recipient.open(Data(sealed[Sealing.encapsulatedBytes...]))
        else { return nil }
        return Array(bytes)
    }
}

/// How documents are sealed.
package enum Sealing {
    static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    static let encapsulatedBytes = 32
    private static let tagBytes = 16

    /// The largest sealed document of a type.
    package static func sizeMax<Payload: DocumentPayload>(of type: Payload.Type) -> Int {
        Payload.sizeMax + Self.encapsulatedBytes + Self.tagBytes
    }

    /// Goes into the key, so that what was sealed as one type is never opened as another.
    static func info<Payload: DocumentPayload>(for type: Payload.Type) -> Data {
        Data("lectern-sealed-v1\n\(Payload.documentType)".utf8)
    }
}

extension SealingKey: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Base64URL.bytes(of: try container.decode(String.self)), let key = Self(bytes: bytes) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an X25519 public key")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64URL.text(of: self.bytes))
    }
}
