/// How good a rendition is, whatever it is called: what a setting names, and what is raised step by step when a school
/// chooses.
package enum RenditionLevel: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// The sound alone.
    case audio
    /// Shorter side at most 270 pixels.
    case p270
    /// Shorter side at most 480 pixels.
    case p480
    /// As good as the source.
    case source

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    /// - Parameter shorterSidePixels: of the picture; nil for none.
    init(shorterSidePixels: Int?) {
        switch shorterSidePixels {
        case nil: self = .audio
        case let pixels? where pixels <= 270: self = .p270
        case let pixels? where pixels <= 480: self = .p480
        default: self = .source
        }
    }
}

/// Which rendition a technician wants: the setting `prefetch.rendition`.
package enum RenditionPreference: String, Hashable, Sendable, CaseIterable {
    /// The best that can be here in time.
    case auto
    case source
    case p480 = "480p"
    case p270 = "270p"
    case audio

    /// Nil where the line decides.
    package var level: RenditionLevel? {
        switch self {
        case .auto: nil
        case .source: .source
        case .p480: .p480
        case .p270: .p270
        case .audio: .audio
        }
    }
}
