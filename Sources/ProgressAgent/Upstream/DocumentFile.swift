import Blobs
package import CourseModel
package import Logging
import Synchronization

/// The last good document of one kind, in memory and in a file of the data folder.
///
/// An older version than the one held is refused: whoever can replay an old catalogue cannot take lessons away with it.
package final class DocumentFile<Payload: VersionedPayload>: Sendable {
    private let path: String
    private let key: VerifyingKey
    private let held: Mutex<SignedDocument<Payload>?>

    /// Reads the file, if there is one.
    ///
    /// - Throws: `DocumentError` for a file that was altered, `FileError`.
    package init(path: String, key: VerifyingKey) throws {
        self.path = path
        self.key = key
        let bytes = try DurableFile.read(path, sizeMax: Payload.sizeMax)
        self.held = Mutex(try bytes.map { try SignedDocument(verifying: $0, with: key) })
    }

    /// Reads the file; one that was damaged, or signed by another origin, is put aside, and the document is asked for
    /// again as if there had been none.
    package static func open(
        path: String,
        key: VerifyingKey,
        incidents: IncidentLog,
        logger: Logger
    ) throws -> DocumentFile {
        do {
            return try DocumentFile(path: path, key: key)
        } catch let error as DocumentError {
            try DamagedFile(path: path, incidents: incidents, logger: logger).putAside(because: error)
            return try DocumentFile(path: path, key: key)
        }
    }

    package var current: Payload? { self.document?.payload }

    /// The same as the origin signed it.
    package var document: SignedDocument<Payload>? { self.held.withLock { $0 } }

    /// Takes a newer document; it is durable when this returns.
    ///
    /// - Returns: whether it was newer.
    /// - Throws: `DocumentFileError.older`, `FileError`.
    @discardableResult
    package func accept(_ document: SignedDocument<Payload>) throws -> Bool {
        if let held = self.held.withLock({ $0 }) {
            guard document.payload.version >= held.payload.version else {
                throw DocumentFileError.older(
                    type: Payload.documentType,
                    version: document.payload.version,
                    held: held.payload.version
                )
            }
            guard document.digest != held.digest else { return false }
            guard document.payload.version > held.payload.version else {
                throw DocumentFileError.twoOfOneVersion(type: Payload.documentType, version: held.payload.version)
            }
        }
        try DurableFile.write(document.bytes, to: self.path)
        self.held.withLock { $0 = document }
        return true
    }
}

/// Why a rightly signed document is not taken.
package enum DocumentFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case older(type: String, version: Int64, held: Int64)
    case twoOfOneVersion(type: String, version: Int64)

    package var description: String {
        switch self {
        case .older(let type, let version, let held):
            "refused \(type) \(version): it is older than the one held (\(held))"
        case .twoOfOneVersion(let type, let version):
            "refused a second \(type) \(version) that differs from the one held"
        }
    }
}
