/// The HLS playlists of a release, as text (RFC 8216, and Apple's HLS Authoring Specification where it asks for more).
///
/// Every address is relative to the playlist that holds it (`ReleaseResource`), so a release plays from a folder, behind a
/// token or under any prefix. Every figure is measured or read from the decoder configuration, none is guessed.
package enum HLSPlaylist {
    /// 7, because fragmented MP4 segments need at least 6 and players test the rest of what is used here with 7.
    static let version = 7

    /// The lines common to both kinds of playlist.
    ///
    /// Segments are independent because packaging starts each of them at an IDR NAL unit.
    static var opening: [String] {
        ["#EXTM3U", "#EXT-X-VERSION:\(self.version)", "#EXT-X-INDEPENDENT-SEGMENTS"]
    }

    static func text(of lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }
}
