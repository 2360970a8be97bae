/// What a signed document says.
///
/// Most payloads are one line of canonical JSON. A payload never ends in a newline.
package protocol DocumentPayload: Codable, Hashable, Sendable {
    /// Goes into the signature, so that a document of one type is never taken for another.
    static var documentType: String { get }
    /// The largest document of this type that is read, in bytes.
    static var sizeMax: Int { get }

    func encodedPayload() throws -> [UInt8]
    static func decodePayload(_ bytes: [UInt8]) throws -> Self
}

extension DocumentPayload {
    package func encodedPayload() throws -> [UInt8] {
        try CanonicalJSON.encode(self)
    }

    package static func decodePayload(_ bytes: [UInt8]) throws -> Self {
        try CanonicalJSON.decode(Self.self, from: bytes)
    }
}
