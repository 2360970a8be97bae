/// Tracks of one kind between which a player may change at any segment: their segments start at the same times.
struct DASHAdaptationSet {
    /// One tick of a coarse time scale: where times of one clock are told in two scales.
    private static let toleranceMs: Int64 = 1

    private(set) var tracks: [Track]

    /// The sets of a release's picture and sound: one for each codec and language, and one for each set of tracks of
    /// these whose segments start together. Tracks that no rendition plays are in none.
    static func media(of manifest: Manifest) -> [DASHAdaptationSet] {
        var sets: [DASHAdaptationSet] = []
        let played = Set(manifest.renditions.flatMap(\.tracks))
        for track in manifest.tracks where track.isMedia && played.contains(track.track) {
            if let index = sets.firstIndex(where: { $0.takes(track) }) {
                sets[index].tracks.append(track)
            } else {
                sets.append(DASHAdaptationSet(tracks: [track]))
            }
        }
        return sets
    }

    private func takes(_ track: Track) -> Bool {
        guard let first = self.tracks.first else { return true }
        let (own, others) = (first.segmentTimes, track.segmentTimes)
        return (first.video == nil) == (track.video == nil) && Self.family(first) == Self.family(track)
            && first.language == track.language && own.count == others.count
            && zip(own, others).allSatisfy {
                abs($0.lowerBound.milliseconds - $1.lowerBound.milliseconds) <= Self.toleranceMs
            }
    }

    /// `avc1` of `avc1.64001F`.
    private static func family(_ track: Track) -> Substring? { track.codec.split(separator: ".").first }

    var element: XMLElement {
        let isVideo = self.tracks.first?.video != nil
        return XMLElement(
            "AdaptationSet",
            [
                ("contentType", isVideo ? "video" : "audio"), ("mimeType", isVideo ? "video/mp4" : "audio/mp4"),
                ("lang", self.tracks.first?.language ?? "und"), ("subsegmentAlignment", "true"),
                ("subsegmentStartsWithSAP", "1"),
            ],
            self.tracks.map { Self.representation($0) }
        )
    }

    private static func representation(_ track: Track) -> XMLElement {
        var attributes = [
            ("id", "\(track.track)"), ("codecs", track.codec),
            ("bandwidth", "\(track.peakBitsPerSecond.bitsPerSecond)"),
        ]
        var children: [XMLElement] = []
        if let video = track.video {
            attributes += [("width", "\(video.widthPixels)"), ("height", "\(video.heightPixels)")]
            attributes.append(("frameRate", self.frameRate(video.frameRateMillihertz)))
        }
        if let audio = track.audio {
            attributes.append(("audioSamplingRate", "\(audio.sampleRateHertz)"))
            children.append(
                XMLElement(
                    "AudioChannelConfiguration",
                    [
                        ("schemeIdUri", "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"),
                        ("value", "\(audio.channels)"),
                    ]
                )
            )
        }
        children.append(XMLElement("BaseURL", text: ReleaseResource.trackFile(track.track).path))
        children.append(self.segmentBase(track))
        return XMLElement("Representation", attributes, children)
    }

    /// A whole number, or a fraction of a thousand.
    private static func frameRate(_ millihertz: Int) -> String {
        millihertz.isMultiple(of: 1000) ? "\(millihertz / 1000)" : "\(millihertz)/1000"
    }

    private static func segmentBase(_ track: Track) -> XMLElement {
        let index = track.indexRange
        return XMLElement(
            "SegmentBase",
            [
                ("indexRange", "\(index.lowerBound)-\(index.upperBound - 1)"), ("indexRangeExact", "true"),
                ("timescale", "\(track.timescale)"),
            ],
            [XMLElement("Initialization", [("range", "0-\(track.initSizeBytes.bytes - 1)")])]
        )
    }
}

extension Track {
    /// Where the `sidx` is in a track file of picture or sound: the end of its header, in bytes (docs/formats.md §4.4).
    var indexRange: Range<Int64> {
        let header = self.chunkRanges.first?.upperBound ?? 0
        return max(0, header - 40 - 12 * Int64(self.chunks.count - 1))..<header
    }
}
