package import CourseModel

/// What was taken from a disc: `disc import --json`.
package struct DiscImportResult: Hashable, Sendable, Codable {
    package let folder: String
    /// Why the disc's catalogue was not taken; nil where it was, or is the one held.
    package internal(set) var catalogueRefusal: String?
    /// Manifests and programmes.
    package internal(set) var documents = 0
    package internal(set) var refusedDocuments = 0
    package internal(set) var takenChunks = 0
    package internal(set) var takenBytes = ByteCount.zero
    /// Chunks on the disc that are not what they should be: the line has to bring them.
    package internal(set) var wrongChunks = 0
    /// Chunks that the disc does not give out.
    package internal(set) var unreadableChunks = 0

    init(folder: String) {
        self.folder = folder
    }

    /// Whether nothing on the disc was found damaged.
    package var isSound: Bool { self.refusedDocuments + self.wrongChunks + self.unreadableChunks == 0 }
}

/// Why nothing can be imported.
package enum DiscImportError: Error, Hashable, Sendable, CustomStringConvertible {
    case noDisc(String)

    package var description: String {
        switch self {
        case .noDisc(let path):
            "\(path) is no Lectern disc: there is no catalogue.json in it, nor in a folder disc-01 of it"
        }
    }
}
