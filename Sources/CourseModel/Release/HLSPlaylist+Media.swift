/// The media playlist: the segments of one track.
extension HLSPlaylist {
    /// - Parameter track: picture, sound or captions.
    /// - Returns: a finished playlist (`VOD`, `ENDLIST`), of picture and sound with the init segment before the first of
    ///   the segments.
    package static func media(of track: Track) -> String {
        var lines = self.opening
        lines.append("#EXT-X-TARGETDURATION:\(track.targetDurationSeconds)")
        lines.append("#EXT-X-MEDIA-SEQUENCE:0")
        lines.append("#EXT-X-PLAYLIST-TYPE:VOD")
        if track.isMedia { lines.append("#EXT-X-MAP:URI=\"\(ReleaseResource.initSegment(track.track).path)\"") }
        for (number, chunk) in track.chunks.dropFirst().enumerated() {
            let microseconds = (chunk.durationTicks * 2_000_000 + track.timescale) / (2 * track.timescale)
            lines.append("#EXTINF:\(self.decimal(Int(microseconds), digits: 6)),")
            let segment: ReleaseResource =
                track.isMedia ? .segment(track.track, number: number) : .captions(track.track, number: number)
            lines.append(segment.path)
        }
        lines.append("#EXT-X-ENDLIST")
        return self.text(of: lines)
    }

    /// A whole number of `10^-digits` as a decimal fraction, e.g. 25000 with 3 digits as `25.000`.
    static func decimal(_ value: Int, digits: Int) -> String {
        let text = String(value)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}

extension Track {
    /// The longest segment, rounded to whole seconds (RFC 8216 §4.3.3.1), at least 1.
    package var targetDurationSeconds: Int64 {
        let longest = self.chunks.dropFirst().map(\.durationTicks).max() ?? 0
        return max(1, (2 * longest + self.timescale) / (2 * self.timescale))
    }
}
