import Crypto

/// The hash chain over a journal: each row's digest takes in the one before it.
///
/// The digest of row *n* is the SHA-256 of the 32 bytes of the digest of row *n* − 1 followed by the bytes of row *n*
/// as they stand in the journal. Before the first row stands 32 times zero.
package enum ChainDigest {
    package static let beforeFirst = Digest(hexadecimal: String(repeating: "0", count: 64)) ?? Digest(of: [])

    package static func next(after previous: Digest, row: some Collection<UInt8>) -> Digest {
        var hash = SHA256()
        hash.update(data: previous.bytes)
        hash.update(data: Array(row))
        return Digest(hash.finalize())
    }
}
