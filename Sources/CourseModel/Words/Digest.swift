package import Crypto

/// SHA-256 (FIPS 180-4) of some bytes, written as 64 lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable {
    package let hexadecimal: String

    /// - Returns: nil for anything but 64 lower-case hexadecimal digits.
    package init?(hexadecimal: String) {
        let isDigit = { (byte: UInt8) in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard hexadecimal.utf8.count == 64, hexadecimal.utf8.allSatisfy(isDigit) else { return nil }
        self.hexadecimal = hexadecimal
    }

    package init(_ digest: SHA256.Digest) {
        self.hexadecimal = Hexadecimal.text(of: digest)
    }

    package init(of bytes: some Collection<UInt8>) {
        var hash = SHA256()
        if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(bytes))
        }
        self.init(hash.finalize())
    }

    /// The 32 bytes that the digits stand for.
    package var bytes: [UInt8] {
        Hexadecimal.bytes(of: self.hexadecimal) ?? []
    }
}

extension Digest: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Self(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256 digest")
        }
        self = digest
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.hexadecimal)
    }
}

extension Digest: Comparable, CustomStringConvertible {
    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.hexadecimal < rhs.hexadecimal }
    package var description: String { self.hexadecimal }
}
