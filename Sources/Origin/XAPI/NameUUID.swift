import Crypto
import Foundation

/// UUIDs that follow from a name: whoever names the same thing gets the same one.
enum NameUUID {
    /// Version 5 (RFC 9562 §5.5): SHA-1 of a namespace and a name.
    static func version5(_ name: String, in namespace: UUID) -> UUID {
        var hash = Insecure.SHA1()
        hash.update(data: withUnsafeBytes(of: namespace.uuid) { Array($0) })
        hash.update(data: Array(name.utf8))
        return Self.uuid(hash.finalize(), version: 5)
    }

    /// With the version field of a random one, for those who take no other (video profile of xAPI: `session-id`).
    static func version4Shaped(_ name: String) -> UUID {
        Self.uuid(SHA256.hash(data: Array(name.utf8)), version: 4)
    }

    private static func uuid(_ digest: some Sequence<UInt8>, version: UInt8) -> UUID {
        var bytes = Array(digest.prefix(16))
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
