package import Blobs
package import CourseModel

/// A disc: a folder on removable media with the same signed documents and blobs that come over the line.
///
/// Nothing on it is believed because it is there: the edge verifies every document and every chunk as it does those of
/// the line.
package struct DiscFolder: Hashable, Sendable {
    /// Of more discs in one folder, the first has the name `disc-01`.
    private static let namePrefix = "disc-"
    private static let discsMax = 99

    package let path: String

    /// - Parameter path: the folder that is, or becomes, the disc.
    package init(path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The discs in a folder: itself, or those that `disc export` has divided a larger set into.
    package static func discs(in path: String) throws(FileError) -> [DiscFolder] {
        let whole = DiscFolder(path: path)
        if try whole.catalogueBytes() != nil { return [whole] }
        var discs: [DiscFolder] = []
        for number in 1...Self.discsMax {
            let disc = whole.disc(number)
            guard try disc.catalogueBytes() != nil else { break }
            discs.append(disc)
        }
        return discs
    }

    /// One of several discs in this folder; the first is 1.
    package func disc(_ number: Int) -> DiscFolder {
        DiscFolder(path: "\(self.path)/\(Self.namePrefix)\(number < 10 ? "0" : "")\(number)")
    }

    /// What this disc is called in a list: the last part of its path.
    package var name: String {
        String(self.path.split(separator: "/").last ?? "/")
    }

    package var cataloguePath: String { "\(self.path)/catalogue.json" }
    /// What a person reads.
    package var indexPath: String { "\(self.path)/index.html" }
    /// For reading; writing begins with `BlobDirectory(path:)`.
    package var blobs: BlobDirectory { BlobDirectory(reading: self.blobsPath) }
    package var blobsPath: String { "\(self.path)/blobs" }
    /// What schools lack, one file a school.
    package var requestsPath: String { "\(self.path)/requests" }
    /// What schools have to report, one file a school.
    package var journalsPath: String { "\(self.path)/journals" }

    /// - Returns: nil where there is no catalogue, so that this is no disc.
    package func catalogueBytes() throws(FileError) -> [UInt8]? {
        try DurableFile.read(self.cataloguePath, sizeMax: Catalogue.sizeMax)
    }

    /// A signed document that the disc has as a blob, if its bytes are what its name says.
    package func document<Payload: DocumentPayload>(_ type: Payload.Type, _ digest: Digest) -> [UInt8]? {
        guard let bytes = try? self.blobs.read(digest, sizeMax: Payload.sizeMax), Digest(of: bytes) == digest else {
            return nil
        }
        return bytes
    }
}
