/// The master playlist: which renditions there are, and what each needs of line and player.
extension HLSPlaylist {
    /// - Returns: one variant stream for each rendition, in the manifest's order (best first), and one audio group for
    ///   each audio track that plays beside a video track. A rendition that names a track the manifest lacks is left out.
    package static func master(of manifest: Manifest) -> String {
        let variants = manifest.renditions.compactMap { Variant(rendition: $0, manifest: manifest) }
        var groups: [Track] = []
        for audio in variants.compactMap(\.audioBesideVideo) where !groups.contains(where: { $0.track == audio.track })
        {
            groups.append(audio)
        }
        let lines = groups.map { self.media($0) } + variants.flatMap { self.stream($0) }
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
            "TYPE=AUDIO", "GROUP-ID=\"\(audio.track)\"", "NAME=\"\(self.name(ofLanguage: audio.language))\"",
            "LANGUAGE=\"\(audio.language)\"", "DEFAULT=YES", "AUTOSELECT=YES",
        ]
        if let sound = audio.audio { attributes.append("CHANNELS=\"\(sound.channels)\"") }
        attributes.append("URI=\"\(HLSResource.media(audio.track).path)\"")
        return "#EXT-X-MEDIA:" + attributes.joined(separator: ",")
    }

    /// RFC 8216 §4.3.4.2: rates are those of the variant with its audio, in bits per second.
    private static func stream(_ variant: Variant) -> [String] {
        let peak = variant.tracks.reduce(Bitrate.zero) { $0 + $1.peakBitsPerSecond }
        let average = variant.tracks.reduce(Bitrate.zero) { $0 + $1.averageBitsPerSecond }
        var attributes = [
            "BANDWIDTH=\(peak.bitsPerSecond)", "AVERAGE-BANDWIDTH=\(average.bitsPerSecond)",
            "CODECS=\"\(variant.tracks.map(\.codec).joined(separator: ","))\"",
        ]
        if let picture = variant.main.video {
            attributes.append("RESOLUTION=\(picture.widthPixels)x\(picture.heightPixels)")
            attributes.append("FRAME-RATE=\(self.decimal(picture.frameRateMillihertz, digits: 3))")
        }
        if let audio = variant.audioBesideVideo { attributes.append("AUDIO=\"\(audio.track)\"") }
        attributes.append("CLOSED-CAPTIONS=NONE")
        return [
            "#EXT-X-STREAM-INF:" + attributes.joined(separator: ","), HLSResource.media(variant.main.track).path,
        ]
    }

    /// What a player's menu shows; a person reads it, a player does not.
    private static func name(ofLanguage language: String) -> String {
        switch language.split(separator: "-").first {
        case "zh", "cmn": "中文"
        case "en": "English"
        case "und", nil: "Audio"
        default: language
        }
    }
}
