import Blobs
package import Crypto

/// A file with one secret key: 32 random bytes, readable by its owner only.
package enum KeyFile {
    private static let sizeBytes = 32

    /// Reads the key; makes it where there is none yet.
    ///
    /// - Throws: `FileError`, `KeyFileError` for a file of another size.
    package static func symmetricKey(at path: String) throws -> SymmetricKey {
        if let bytes = try DurableFile.read(path, sizeMax: 4096) {
            guard bytes.count == Self.sizeBytes else { throw KeyFileError(path: path) }
            return SymmetricKey(data: bytes)
        }
        let key = SymmetricKey(size: .bits256)
        try DurableFile.write(key.withUnsafeBytes { Array($0) }, to: path)
        return key
    }
}

/// A key file that is none.
package struct KeyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String

    package var description: String {
        "\(self.path) is no key: it should have 32 bytes; remove it to have a new one made (everyone signs in again)"
    }
}
