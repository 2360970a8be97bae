/// The master playlist: which renditions there are, and what each needs of line and player.
extension HLSPlaylist {
    /// - Returns: one variant stream for each rendition, in the manifest's order (best first), one audio group for each
    ///   audio track that plays beside a video track, and one group of all captions that goes with every variant. A
    ///   rendition that names a track the manifest lacks is left out.
    package static func master(of manifest: Manifest) -> String {
        let variants = manifest.renditions.compactMap { Variant(rendition: $0, manifest: manifest) }
        var groups: [Track] = []
        for audio in variants.compactMap(\.audioBesideVideo) where !groups.contains(where: { $0.track == audio.track })
        {
            groups.append(audio)
        }
        let captions = manifest.captions
        let lines =
            groups.map { self.media($0) } + self.subtitles(captions)
            + variants.flatMap { self.stream($0, captions: captions) }
        return self.text(of: self.opening + lines)
    }

    /// One rendition with its tracks looked up.
    private struct Variant {
        /// The track whose media playlist the variant names: video if there is any.
        let main: Track
        let audioBesideVideo: Track?

        init?(rendition: Rendition, manifest: Manifest) {
            let tracks = rendition.tracks.compactMap { manifest.track($0) }
            let video = tracks.first { $0.video != nil }
            let audio = tracks.first { $0.audio != nil }
            guard tracks.count == rendition.tracks.count, let main = video ?? audio else { return nil }
            self.main = main
            self.audioBesideVideo = video == nil ? nil : audio
        }

        var tracks: [Track] { [self.main] + (self.audioBesideVideo.map { [$0] } ?? []) }
    }

    /// RFC 8216 §4.3.4.1. A group has one member, so each is its group's default.
    private static func media(_ audio: Track) -> String {
        var attributes = [
            "TYPE=AUDIO", "GROUP-ID=\"\(audio.track)\"",
            "NAME=\"\(LanguageName.text(of: audio.language) ?? "Audio")\"",
            "LANGUAGE=\"\(audio.language)\"", "DEFAULT=YES", "AUTOSELECT=YES",
        ]
        if let sound = audio.audio { attributes.append("CHANNELS=\"\(sound.channels)\"") }
        attributes.append("URI=\"\(ReleaseResource.media(audio.track).path)\"")
        return "#EXT-X-MEDIA:" + attributes.joined(separator: ",")
    }

    /// The one group of captions. The first is the default; a player that is left to itself chooses by language.
    private static func subtitles(_ captions: [Track]) -> [String] {
        var names: [String: Int] = [:]
        return captions.enumerated().map { index, track in
            let name = LanguageName.text(of: track.language) ?? "Captions"
            names[name, default: 0] += 1
            // Within a group each name stands once (RFC 8216 §4.3.4.1.1).
            let count = names[name, default: 1]
            let attributes = [
                "TYPE=SUBTITLES", "GROUP-ID=\"\(self.captionsGroup)\"",
                "NAME=\"\(count == 1 ? name : "\(name) \(count)")\"", "LANGUAGE=\"\(track.language)\"",
                "DEFAULT=\(index == 0 ? "YES" : "NO")", "AUTOSELECT=YES", "FORCED=NO",
                "URI=\"\(ReleaseResource.media(track.track).path)\"",
            ]
            return "#EXT-X-MEDIA:" + attributes.joined(separator: ",")
        }
    }

    private static let captionsGroup = "captions"

    /// RFC 8216 §4.3.4.2: rates are those of the variant with its audio and the largest captions, in bits per second.
    private static func stream(_ variant: Variant, captions: [Track]) -> [String] {
        let peak = variant.tracks.reduce(captions.map(\.peakBitsPerSecond).max() ?? .zero) {
            $0 + $1.peakBitsPerSecond
        }
        let average = variant.tracks.reduce(captions.map(\.averageBitsPerSecond).max() ?? .zero) {
            $0 + $1.averageBitsPerSecond
        }
        var attributes = [
            "BANDWIDTH=\(peak.bitsPerSecond)", "AVERAGE-BANDWIDTH=\(average.bitsPerSecond)",
            "CODECS=\"\(variant.tracks.map(\.codec).joined(separator: ","))\"",
        ]
        if let picture = variant.main.video {
            attributes.append("RESOLUTION=\(picture.widthPixels)x\(picture.heightPixels)")
            attributes.append("FRAME-RATE=\(self.decimal(picture.frameRateMillihertz, digits: 3))")
        }
        if let audio = variant.audioBesideVideo { attributes.append("AUDIO=\"\(audio.track)\"") }
        if !captions.isEmpty { attributes.append("SUBTITLES=\"\(self.captionsGroup)\"") }
        attributes.append("CLOSED-CAPTIONS=NONE")
        return [
            "#EXT-X-STREAM-INF:" + attributes.joined(separator: ","), ReleaseResource.media(variant.main.track).path,
        ]
    }
}
