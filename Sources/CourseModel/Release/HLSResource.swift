/// Something of a release that a player asks for by name: a playlist, an init segment or a segment.
package enum HLSResource: Hashable, Sendable {
    case master
    case media(Track.ID)
    case initSegment(Track.ID)
    /// Segment `number`, from 0: chunk `number + 1` of the track.
    case segment(Track.ID, number: Int)

    /// Relative to where the release is served: `master.m3u8`, `{track}.m3u8`, `{track}/init.mp4`, `{track}/{n}.m4s`.
    package var path: String {
        switch self {
        case .master: "master.m3u8"
        case .media(let track): "\(track).m3u8"
        case .initSegment(let track): "\(track)/init.mp4"
        case .segment(let track, let number): "\(track)/\(number).m4s"
        }
    }

    /// - Returns: nil for a path that names nothing of a release; the inverse of `path`, and of nothing else.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1 where path == "master.m3u8":
            self = .master
        case 1 where path.hasSuffix(".m3u8"):
            guard let track = Track.ID(String(path.dropLast(5))) else { return nil }
            self = .media(track)
        case 2:
            guard let track = Track.ID(String(parts[0])) else { return nil }
            if parts[1] == "init.mp4" {
                self = .initSegment(track)
            } else if parts[1].hasSuffix(".m4s"), let number = Int(parts[1].dropLast(4)), number >= 0 {
                self = .segment(track, number: number)
            } else {
                return nil
            }
        default:
            return nil
        }
        guard self.path == path else { return nil }
    }

    /// The media type that servers send (RFC 8216 §4, RFC 4337).
    package var contentType: String {
        switch self {
        case .master, .media: "application/vnd.apple.mpegurl"
        case .initSegment, .segment: "video/mp4"
        }
    }

    /// Which bytes of its track file an init segment or segment is.
    ///
    /// - Returns: nil for a playlist, another track, or a segment that the track does not have.
    package func byteRange(in track: Track) -> Range<Int64>? {
        switch self {
        case .initSegment(track.track):
            return 0..<track.initSizeBytes.bytes
        case .segment(track.track, let number):
            let segments = track.chunkRanges.dropFirst()
            return number < segments.count ? segments.dropFirst(number).first : nil
        default:
            return nil
        }
    }
}
