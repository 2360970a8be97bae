package import CourseModel

/// A track that is to be made of the source.
package struct PlannedTrack: Hashable, Sendable {
    package enum Making: Hashable, Sendable {
        /// Sample by sample as it is in the source.
        case copy
        case encodedPicture(Picture)
        case encodedSound(Sound)
    }

    /// What the picture is to become.
    package struct Picture: Hashable, Sendable {
        /// The step of the ladder decides how much may be lost.
        package let kind: RenditionKind
        /// As displayed, with square pixels; even.
        package let widthPixels: Int
        package let heightPixels: Int
        package let maxBitsPerSecond: Bitrate
    }

    /// What the sound is to become.
    package struct Sound: Hashable, Sendable {
        /// `source` for all of it, `audio` for speech on the narrowest line.
        package let kind: RenditionKind
        package let channels: Int
        package let sampleRateHertz: Int
        package let bitsPerSecond: Bitrate
    }

    package let id: Track.ID
    package let isVideo: Bool
    package let making: Making

    /// Ticks per second of encoded sound; nil for what has those of the source.
    var timescale: Int64? {
        if case .encodedSound(let sound) = self.making { Int64(sound.sampleRateHertz) } else { nil }
    }

    /// Why the track is encoded; empty for a copy.
    ///
    /// - Parameter reasons: why the source cannot be copied.
    func reasons(_ reasons: [PackagingReport.Reason]) -> [PackagingReport.Reason] {
        switch self.making {
        case .copy: []
        case .encodedPicture(let picture) where picture.kind == .source: reasons
        case .encodedSound(let sound) where sound.kind == .source: reasons
        default: [PackagingReport.Reason(.rendition)] + reasons
        }
    }
}
