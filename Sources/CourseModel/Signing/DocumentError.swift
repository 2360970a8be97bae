/// Why bytes are not the signed document they should be.
package enum DocumentError: Error, Hashable, Sendable {
    /// More bytes than a document of this type may have.
    case tooLarge(Int)
    /// No signature line at the end: cut off, or something else altogether.
    case notADocument
    case wrongType(String)
    /// Signed with a key that is not the expected one; carries the key's identifier.
    case unknownKey(String)
    case wrongSignature
    /// Rightly signed, but of a form this version cannot read.
    case unreadable(String)
}

extension DocumentError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let size): "the document is too large (\(size) bytes)"
        case .notADocument: "not a signed document, or cut off"
        case .wrongType(let type): "a document of another type ('\(type.prefix(40))')"
        case .unknownKey(let key): "signed with an unknown key (\(key.prefix(16)))"
        case .wrongSignature: "the signature does not fit the content"
        case .unreadable(let reason): "signed, but not readable by this version: \(reason)"
        }
    }
}
