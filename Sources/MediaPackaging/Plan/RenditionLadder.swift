package import CourseModel

/// Which tracks and renditions a source gets, for schools that share 2 Mbit/s: pure.
///
/// Nothing is scaled up. How far below the next better one a rendition comes out is known only after encoding: `kept(_:)`
/// then drops those that are not worth their bytes.
package struct RenditionLadder: Hashable, Sendable {
    /// What is known of the source's picture.
    package struct Picture: Hashable, Sendable {
        /// As displayed, after rotation, with square pixels.
        package let widthPixels: Int
        package let heightPixels: Int
        /// As measured.
        package let averageBitsPerSecond: Bitrate
        package let canBeCopied: Bool
        /// Not every browser plays a copy of it.
        package let isHEVC: Bool

        package init(
            widthPixels: Int,
            heightPixels: Int,
            averageBitsPerSecond: Bitrate,
            canBeCopied: Bool,
            isHEVC: Bool = false
        ) {
            self.widthPixels = widthPixels
            self.heightPixels = heightPixels
            self.averageBitsPerSecond = averageBitsPerSecond
            self.canBeCopied = canBeCopied
            self.isHEVC = isHEVC
        }
    }

    /// What is known of the source's sound.
    package struct Sound: Hashable, Sendable {
        package let channels: Int
        package let sampleRateHertz: Int
        /// As measured.
        package let averageBitsPerSecond: Bitrate
        package let canBeCopied: Bool

        package init(channels: Int, sampleRateHertz: Int, averageBitsPerSecond: Bitrate, canBeCopied: Bool) {
            self.channels = channels
            self.sampleRateHertz = sampleRateHertz
            self.averageBitsPerSecond = averageBitsPerSecond
            self.canBeCopied = canBeCopied
        }
    }

    /// A rendition must need at most this share of the next better one's bits.
    private static let worthwhilePercent: Int64 = 80

    /// Pictures first, each best first.
    package let tracks: [PlannedTrack]
    /// Best first.
    package let renditions: [Rendition]
    /// A copy that not every browser plays, beside all that a source else gets.
    private let extra: Rendition.ID?

    /// - Parameter kinds: what is wanted; where none of it can be made of this source, it is the source.
    package init(picture: Picture?, sound: Sound?, kinds: Set<RenditionKind>) {
        let wanted = RenditionPlan(picture, sound, kinds)
        let plan = wanted.renditions.isEmpty ? RenditionPlan(picture, sound, [.source]) : wanted
        self.tracks = plan.tracks.filter(\.isVideo) + plan.tracks.filter { !$0.isVideo }
        self.renditions = plan.renditions
        self.extra = plan.extra
    }

    private init(tracks: [PlannedTrack], renditions: [Rendition], extra: Rendition.ID?) {
        self.tracks = tracks
        self.renditions = renditions
        self.extra = extra
    }

    /// What is left without the renditions that turned out not to be well below the next better one, and without the
    /// tracks that no rendition plays then.
    ///
    /// The sound alone stays: it serves who has no use for a picture. So does what every browser plays beside a copy that
    /// not every one does.
    ///
    /// - Parameter averages: measured, of every track.
    package func kept(_ averages: [Track.ID: Bitrate]) -> RenditionLadder {
        func average(_ rendition: Rendition) -> Int64 {
            rendition.tracks.reduce(0) { $0 + (averages[$1]?.bitsPerSecond ?? 0) }
        }
        var kept: [Rendition] = []
        for rendition in self.renditions {
            let hasPicture = self.tracks.contains { $0.isVideo && rendition.tracks.contains($0.id) }
            if hasPicture, let better = kept.last, better.rendition != self.extra,
                average(rendition) * 100 > average(better) * Self.worthwhilePercent
            {
                continue
            }
            kept.append(rendition)
        }
        let played = Set(kept.flatMap(\.tracks))
        return RenditionLadder(
            tracks: self.tracks.filter { played.contains($0.id) },
            renditions: kept,
            extra: self.extra
        )
    }
}
