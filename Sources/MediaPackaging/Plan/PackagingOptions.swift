/// What a caller wants of packaging.
package struct PackagingOptions: Hashable, Sendable {
    package static let segmentSecondsRange = 1...30

    /// A segment ends at the first IDR picture after so long; taken into `segmentSecondsRange`.
    package var segmentSeconds = 6
    /// Of these, the ones that make sense for the source are made.
    package var renditions: Set<RenditionKind> = Set(RenditionKind.allCases)
    /// Of the sound, BCP 47; nil: as the file says.
    package var language: String?
    package var captions: [CaptionsFile] = []
    /// Encodes what can be decoded of a damaged source, and lists what cannot.
    package var isRepair = false
    /// HEVC is copied too, as a rendition of its own beside those that every browser plays.
    package var keepsHEVC = false
    /// Poster and storyboard.
    package var hasPictures = true

    package init() {}
}

/// A step of the rendition ladder. The raw value is what a caller names it with.
package enum RenditionKind: String, CaseIterable, Sendable, Codable {
    /// As it is, or encoded at its own size where browsers would not play it.
    case source
    case p480 = "480p"
    case p270 = "270p"
    /// The sound alone.
    case audio
}
