import Blobs
package import CourseModel

/// The folder `identity/` of an edge's data: its key, its enrolment, and where its origin is.
///
/// The key is written before the origin is asked, so that an answer lost on the line can be asked for again.
package struct IdentityFolder: Sendable {
    private let path: String

    /// - Parameter data: the edge's data folder.
    package init(data: String) {
        self.path = "\(data)/identity"
    }

    private var keyPath: String { "\(self.path)/edge.ed25519" }
    private var enrolmentPath: String { "\(self.path)/enrolment.json" }
    private var originPath: String { "\(self.path)/origin.url" }

    package var isEnrolled: Bool {
        get throws { try DurableFile.read(self.enrolmentPath, sizeMax: Enrolment.sizeMax) != nil }
    }

    /// The edge's key, made and kept if there is none.
    package func key() throws -> SigningKey {
        if let seed = try DurableFile.read(self.keyPath, sizeMax: 32) {
            return try SigningKey(seed: seed)
        }
        let key = SigningKey()
        try DurableFile.makeFolder(self.path)
        try DurableFile.write(key.seed, to: self.keyPath)
        return key
    }

    package func save(_ enrolment: SignedDocument<Enrolment>, originURL: String) throws {
        try DurableFile.makeFolder(self.path)
        try DurableFile.write(Array(originURL.utf8), to: self.originPath)
        try DurableFile.write(enrolment.bytes, to: self.enrolmentPath)
    }

    /// The signed enrolment, as the origin sent it.
    func enrolmentBytes() throws -> [UInt8] {
        guard let bytes = try DurableFile.read(self.enrolmentPath, sizeMax: Enrolment.sizeMax) else {
            throw IdentityError.notEnrolled(self.path)
        }
        return bytes
    }

    /// - Throws: `IdentityError` where the folder holds no enrolment, or a damaged one.
    package func load() throws -> EdgeIdentity {
        guard let bytes = try DurableFile.read(self.enrolmentPath, sizeMax: Enrolment.sizeMax),
            let url = try DurableFile.read(self.originPath, sizeMax: 2_048),
            let seed = try DurableFile.read(self.keyPath, sizeMax: 32)
        else { throw IdentityError.notEnrolled(self.path) }
        do {
            let claimed = try SignedDocument<Enrolment>.unverifiedPayload(in: bytes)
            let document = try SignedDocument<Enrolment>(verifying: bytes, with: claimed.originKey)
            let key = try SigningKey(seed: seed)
            guard document.payload.edgeKey == key.verifyingKey else { throw IdentityError.keyDoesNotFit(self.path) }
            return EdgeIdentity(
                enrolment: document.payload,
                originURL: String(decoding: url, as: UTF8.self),
                key: key
            )
        } catch let error as DocumentError {
            throw IdentityError.damaged(self.path, error)
        }
    }
}

/// Why an edge does not know who it is.
package enum IdentityError: Error, CustomStringConvertible {
    case notEnrolled(String)
    case keyDoesNotFit(String)
    case damaged(String, DocumentError)

    package var description: String {
        switch self {
        case .notEnrolled(let path):
            "this computer is not enrolled (\(path) holds no enrolment): run `lectern-edge enrol --origin URL --code CODE`"
        case .keyDoesNotFit(let path):
            "the key in \(path) is not the one this edge was enrolled with: restore the folder, or enrol again"
        case .damaged(let path, let error):
            "the enrolment in \(path) is damaged (\(error)): restore the folder, or enrol again"
        }
    }
}
