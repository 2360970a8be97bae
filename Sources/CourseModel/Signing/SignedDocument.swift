/// A payload together with the bytes that were signed.
///
/// The bytes are the payload, a newline, a line of JSON `{"keyId","signature","type"}`, and a newline. The Ed25519
/// signature covers `lectern-document-v1`, a newline, the type, a newline, and the payload's bytes as they stand:
/// nothing is parsed or rewritten before it is verified.
package struct SignedDocument<Payload: DocumentPayload>: Hashable, Sendable {
    package let payload: Payload
    package let bytes: [UInt8]

    /// Signs a payload.
    package init(signing payload: Payload, with key: SigningKey) throws {
        let body = try payload.encodedPayload()
        let signature = try key.signature(for: Self.signed(body))
        let line = SignatureLine(
            keyID: key.verifyingKey.keyID,
            signature: Base64URL.text(of: signature),
            type: Payload.documentType
        )
        let newline = UInt8(ascii: "\n")
        self.payload = payload
        self.bytes = body + [newline] + (try CanonicalJSON.encode(line)) + [newline]
    }

    /// Verifies and then reads a document.
    ///
    /// - Throws: `DocumentError`, saying why the bytes are not a document of this type signed with this key.
    package init(verifying bytes: some Collection<UInt8>, with key: VerifyingKey) throws(DocumentError) {
        let bytes = Array(bytes)
        let (body, line) = try Self.split(bytes)
        guard line.type == Payload.documentType else { throw .wrongType(line.type) }
        guard line.keyID == key.keyID else { throw .unknownKey(line.keyID) }
        guard let signature = Base64URL.bytes(of: line.signature),
            key.isValid(signature: signature, for: Self.signed(body))
        else { throw .wrongSignature }
        do {
            self.payload = try Payload.decodePayload(body)
        } catch {
            throw .unreadable("\(error)")
        }
        self.bytes = bytes
    }

    /// The document's name: the SHA-256 of all its bytes.
    package var digest: Digest { Digest(of: self.bytes) }

    /// The key that a document says it was signed with, before anything is verified.
    package static func claimedKeyID(in bytes: some Collection<UInt8>) throws(DocumentError) -> String {
        try Self.split(Array(bytes)).line.keyID
    }

    /// Reads a payload without verifying it, to learn whose key to verify it with. Nothing else may be done with it.
    package static func unverifiedPayload(in bytes: some Collection<UInt8>) throws(DocumentError) -> Payload {
        let body = try Self.split(Array(bytes)).body
        do {
            return try Payload.decodePayload(body)
        } catch {
            throw .unreadable("\(error)")
        }
    }

    private static func split(_ bytes: [UInt8]) throws(DocumentError) -> (body: [UInt8], line: SignatureLine) {
        guard bytes.count <= Payload.sizeMax else { throw .tooLarge(bytes.count) }
        let newline = UInt8(ascii: "\n")
        guard bytes.last == newline, let end = bytes.dropLast().lastIndex(of: newline) else { throw .notADocument }
        guard let line = try? CanonicalJSON.decode(SignatureLine.self, from: bytes[(end + 1)..<(bytes.count - 1)])
        else { throw .notADocument }
        return (Array(bytes[..<end]), line)
    }

    private static func signed(_ body: [UInt8]) -> [UInt8] {
        Array("lectern-document-v1\n\(Payload.documentType)\n".utf8) + body
    }
}

private struct SignatureLine: Codable {
    let keyID: String
    let signature: String
    let type: String

    enum CodingKeys: String, CodingKey {
        case keyID = "keyId"
        case signature
        case type
    }
}
