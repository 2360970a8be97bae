package import CourseModel

/// What packaging found in a source and made of it: `report.json`.
///
/// Keys are added, never renamed or removed.
package struct PackagingReport: Hashable, Sendable, Codable {
    /// The file, and every stream in it.
    package struct Source: Hashable, Sendable, Codable {
        package let fileName: String
        package let sizeBytes: ByteCount
        package let digest: Digest
        /// FFmpeg's name of its format, e.g. `matroska,webm`.
        package let container: String
        package let streams: [Stream]
    }

    /// A stream of the source.
    package struct Stream: Hashable, Sendable, Codable {
        package let index: Int
        /// `video`, `audio`, `subtitle`, `data` or `attachment`.
        package let kind: String
        /// FFmpeg's name, with the profile where there is one, e.g. `hevc (Main 10)`.
        package let codec: String
        /// BCP 47; `und` where the file does not say.
        package let language: String
        /// Whether a track was made of it.
        package let isUsed: Bool
    }

    /// A track that was made.
    package struct Track: Hashable, Sendable, Codable {
        package let track: CourseModel.Track.ID
        /// The stream it was made of; nil for what is made of none, e.g. captions from a file.
        package let stream: Int?
        package let isCopied: Bool
        /// Why it was encoded; empty for a copy.
        package let reasons: [Reason]
        package let codec: String
        package let sizeBytes: ByteCount
        package let peakBitsPerSecond: Bitrate
        package let averageBitsPerSecond: Bitrate
        package let startMs: MediaTime
        package let durationMs: MediaTime
        package let segments: Int
    }

    /// Why something was encoded, and what was found.
    package struct Reason: Hashable, Sendable, Codable {
        package let code: EncodingReason
        /// E.g. a codec's name; may be empty.
        package let detail: String

        package init(_ code: EncodingReason, _ detail: String = "") {
            self.code = code
            self.detail = detail
        }
    }

    /// Something that its owner may want to know, and that packaging did not stop for.
    package struct Warning: Hashable, Sendable, Codable {
        package enum Code: String, Hashable, Sendable, Codable, CaseIterable {
            /// Sound beside the one that became a track.
            case otherSound = "other-sound"
            /// Pictures beside those that became a track.
            case otherPicture = "other-picture"
            /// A rendition that was not worth its bytes.
            case renditionDropped = "rendition-dropped"
        }

        package let code: Code
        package let detail: String

        package init(_ code: Code, _ detail: String) {
            self.code = code
            self.detail = detail
        }
    }

    package let source: Source
    package let durationMs: MediaTime
    package let tracks: [Track]
    package let renditions: [Rendition]
    /// What could not be decoded; empty for a source that was not repaired.
    package let gaps: [Manifest.Gap]
    package let warnings: [Warning]
    /// Of what captions were made, in the order of their tracks.
    package let captions: [CaptionsReport]
}

extension PackagingReport.Track {
    /// - Parameters:
    ///   - stream: the number of the source's stream.
    ///   - reasons: empty for a copy.
    package init(_ track: CourseModel.Track, stream: Int?, isCopied: Bool, reasons: [PackagingReport.Reason]) {
        let times = track.segmentTimes
        let start = times.first?.lowerBound ?? .zero
        self.init(
            track: track.track,
            stream: stream,
            isCopied: isCopied,
            reasons: reasons,
            codec: track.codec,
            sizeBytes: track.sizeBytes,
            peakBitsPerSecond: track.peakBitsPerSecond,
            averageBitsPerSecond: track.averageBitsPerSecond,
            startMs: start,
            durationMs: (times.last?.upperBound ?? start) - start,
            segments: times.count
        )
    }
}
