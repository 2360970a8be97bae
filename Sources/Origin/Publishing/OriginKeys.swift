import Blobs
package import CourseModel
package import Crypto

/// The origin's secrets, each a file of 32 bytes that only its owner can read, made at first use.
///
/// Whoever has `origin.ed25519` can publish in this province's name, and no edge takes anything from an origin that has
/// lost it: it belongs into the backup, encrypted.
package struct OriginKeys: Sendable {
    /// Signs everything the origin issues.
    package let signing: SigningKey
    /// Opens what edges seal for the origin.
    package let opening: OpeningKey
    /// Under which ID-card numbers are hashed.
    package let idCards: SymmetricKey
    /// Makes the pseudonyms under which people are named outside of the province.
    package let pseudonyms: SymmetricKey

    /// - Throws: `FileError`; `OriginKeysError` for a file that is not 32 bytes.
    package init(folder: OriginFolder) throws {
        try folder.prepare()
        let lock = try FileLock(path: "\(folder.keysPath)/keys.lock")
        self.signing = try SigningKey(seed: Self.secret(at: "\(folder.keysPath)/origin.ed25519") { SigningKey().seed })
        self.opening = try OpeningKey(seed: Self.secret(at: "\(folder.keysPath)/sealing.x25519") { OpeningKey().seed })
        self.idCards = try Self.symmetric(at: "\(folder.keysPath)/idcards.key")
        self.pseudonyms = try Self.symmetric(at: "\(folder.keysPath)/pseudonyms.key")
        _ = consume lock
    }

    private static func symmetric(at path: String) throws -> SymmetricKey {
        SymmetricKey(
            data: try Self.secret(at: path) { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }
        )
    }

    package var verifying: VerifyingKey { self.signing.verifyingKey }

    private static func secret(at path: String, make: () -> [UInt8]) throws -> [UInt8] {
        if let bytes = try DurableFile.read(path, sizeMax: 32) {
            guard bytes.count == 32 else { throw OriginKeysError(path: path) }
            return bytes
        }
        let bytes = make()
        try DurableFile.write(bytes, to: path)
        return bytes
    }
}

/// A key file is damaged.
package struct OriginKeysError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String

    package var description: String { "\(self.path) is not a key of 32 bytes: restore it from the backup" }
}
