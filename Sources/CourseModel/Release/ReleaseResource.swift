/// Something of a release that a player or a page asks for by name: a playlist, or bytes of a track file.
package enum ReleaseResource: Hashable, Sendable {
    /// `master.m3u8`
    case master
    /// `manifest.mpd`
    case dash
    /// `lesson.mp4`: the whole lesson as a plain MP4 file, which is derived from two track files (decision 17).
    case progressive
    /// `{track}.m3u8`
    case media(Track.ID)
    /// `{track}.mp4`: the whole track file of picture or sound.
    case trackFile(Track.ID)
    /// `{track}/init.mp4`
    case initSegment(Track.ID)
    /// `{track}/{n}.m4s`: segment `number` of video or sound, from 0.
    case segment(Track.ID, number: Int)
    /// `{track}.vtt`: captions of the whole lesson, or the index of a storyboard.
    case text(Track.ID)
    /// `{track}/{n}.vtt`: segment `number` of captions, from 0.
    case captions(Track.ID, number: Int)
    /// `{track}.jpg`: a poster.
    case picture(Track.ID)
    /// `{track}/{n}.jpg`: sheet `number` of a storyboard, from 0.
    case sheet(Track.ID, number: Int)

    /// Relative to where the release is served.
    package var path: String {
        switch self {
        case .master: "master.m3u8"
        case .dash: "manifest.mpd"
        case .progressive: "lesson.mp4"
        case .media(let track): "\(track).m3u8"
        case .trackFile(let track): "\(track).mp4"
        case .initSegment(let track): "\(track)/init.mp4"
        case .segment(let track, let number): "\(track)/\(number).m4s"
        case .text(let track): "\(track).vtt"
        case .captions(let track, let number): "\(track)/\(number).vtt"
        case .picture(let track): "\(track).jpg"
        case .sheet(let track, let number): "\(track)/\(number).jpg"
        }
    }

    /// - Returns: nil for a path that names nothing of a release; the inverse of `path`, and of nothing else.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, let dot = last.lastIndex(of: ".") else { return nil }
        let (name, form) = (String(last[..<dot]), last[last.index(after: dot)...])
        let found: ReleaseResource? =
            switch parts.count {
            case 1 where path == "master.m3u8": .master
            case 1 where path == "manifest.mpd": .dash
            case 1 where path == "lesson.mp4": .progressive
            case 1: Track.ID(name).flatMap { Self.whole($0, form) }
            case 2: Track.ID(String(parts[0])).flatMap { Self.part(of: $0, name, form) }
            default: nil
            }
        guard let found, found.path == path else { return nil }
        self = found
    }

    private static func whole(_ track: Track.ID, _ form: Substring) -> ReleaseResource? {
        switch form {
        case "m3u8": .media(track)
        case "mp4": .trackFile(track)
        case "vtt": .text(track)
        case "jpg": .picture(track)
        default: nil
        }
    }

    private static func part(of track: Track.ID, _ name: String, _ form: Substring) -> ReleaseResource? {
        if name == "init", form == "mp4" { return .initSegment(track) }
        guard let number = Int(name), number >= 0 else { return nil }
        return switch form {
        case "m4s": .segment(track, number: number)
        case "vtt": .captions(track, number: number)
        case "jpg": .sheet(track, number: number)
        default: nil
        }
    }

    /// The media type that servers send (RFC 8216 §4, RFC 4337, ISO/IEC 23009-1 §C, WebVTT §8.1).
    package var contentType: String {
        switch self {
        case .master, .media: "application/vnd.apple.mpegurl"
        case .dash: "application/dash+xml"
        case .progressive, .trackFile, .initSegment, .segment: "video/mp4"
        case .text, .captions: "text/vtt"
        case .picture, .sheet: "image/jpeg"
        }
    }

    /// Whose bytes it is or lists; nil for what is of the whole release.
    package var track: Track.ID? {
        switch self {
        case .master, .dash, .progressive: nil
        case .media(let track), .trackFile(let track), .initSegment(let track), .text(let track), .picture(let track):
            track
        case .segment(let track, _), .captions(let track, _), .sheet(let track, _): track
        }
    }
}
