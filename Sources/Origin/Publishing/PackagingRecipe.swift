import CourseModel
import MediaPackaging

/// What decides, beside the bytes of the source, what a release is like: the options it was packaged with and the bytes of
/// its captions files.
///
/// The version of this program is not in it: that a province installs a new one is no reason for its schools to fetch
/// every lesson again.
struct PackagingRecipe: Hashable, Codable {
    private struct Captions: Hashable, Codable {
        let digest: Digest
        let language: String
    }

    /// A course of 12 hours has less than 2 MB of captions.
    private static let captionsSizeMax = 16 << 20

    private let segmentSeconds: Int
    private let renditions: [RenditionKind]
    private let language: String?
    private let captions: [Captions]
    private let isRepair: Bool
    private let hasPictures: Bool

    /// Reads the captions.
    ///
    /// - Throws: `InputFileError`, `FileError`.
    init(_ options: PackagingOptions) throws {
        self.segmentSeconds = options.segmentSeconds
        self.renditions = options.renditions.sorted { $0.rawValue < $1.rawValue }
        self.language = options.language
        self.captions = try options.captions.map { file in
            Captions(
                digest: Digest(of: try InputFile.read(file.path, sizeMax: Self.captionsSizeMax)),
                language: file.resolvedLanguage
            )
        }
        self.isRepair = options.isRepair
        self.hasPictures = options.hasPictures
    }

    /// What a manifest says of it.
    var digest: Digest {
        get throws { Digest(of: try CanonicalJSON.encode(self)) }
    }
}
