/// The one-time code that makes a computer a school's edge, and tells it which origin to trust.
///
/// 24 characters of Crockford's base 32, shown in groups of four. The first 16 are an 80-bit secret; the last 8 are the
/// first 40 bits of the SHA-256 of the origin's public key: the edge pins the key that the origin sends only if it fits.
package struct InvitationCode: Hashable, Sendable {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let secretLength = 16
    private static let fingerprintLength = 8

    /// 24 characters without separators.
    package let characters: String

    /// - Parameter secret: 10 random bytes.
    package init(secret: [UInt8], originKey: VerifyingKey) {
        precondition(secret.count == 10, "80 bits")
        self.characters = Self.base32(secret) + Self.fingerprint(of: originKey)
    }

    /// Reads what a person typed: any case, with or without separators, O for 0, I and L for 1.
    ///
    /// - Returns: nil where it is no such code.
    package init?(typed text: String) {
        let letters = text.uppercased().utf8.filter { !" -\t\n".utf8.contains($0) }.map { byte in
            switch byte {
            case UInt8(ascii: "O"): UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
            default: byte
            }
        }
        guard letters.count == Self.secretLength + Self.fingerprintLength,
            letters.allSatisfy({ Self.alphabet.contains($0) })
        else { return nil }
        self.characters = String(decoding: letters, as: UTF8.self)
    }

    /// The code as it is shown and read out: six groups of four.
    package var grouped: String {
        let letters = Array(self.characters)
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: "-")
    }

    /// What the origin keeps instead of the code.
    package var digest: Digest { Digest(of: Array(self.characters.utf8)) }

    /// Whether the code was made by the origin that has this key.
    package func fits(_ originKey: VerifyingKey) -> Bool {
        self.characters.hasSuffix(Self.fingerprint(of: originKey))
    }

    private static func fingerprint(of key: VerifyingKey) -> String {
        self.base32(Array(Digest(of: key.bytes).bytes.prefix(5)))
    }

    /// Five bits a character; the number of bits must be a multiple of five.
    private static func base32(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(self.alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
