import Crypto

/// An Ed25519 key pair (RFC 8032) that signs documents: the origin's, or an edge's.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key from the system's random numbers.
    package init() {
        self.key = Curve25519.Signing.PrivateKey()
    }

    /// - Parameter seed: the 32 bytes of the private key.
    package init(seed: some Collection<UInt8>) throws {
        self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed))
    }

    /// The 32 bytes to keep secret.
    package var seed: [UInt8] { Array(self.key.rawRepresentation) }

    package var verifyingKey: VerifyingKey { VerifyingKey(self.key.publicKey) }

    package func signature(for bytes: [UInt8]) throws -> [UInt8] {
        Array(try self.key.signature(for: bytes))
    }
}
