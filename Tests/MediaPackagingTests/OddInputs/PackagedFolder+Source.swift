import CourseModel
import MediaPackaging
import Testing

extension PackagedFolder {
    /// The master playlist and all media playlists, one after the other.
    var playlists: String {
        let documents = ReleaseResource.documents(of: self.manifest).filter { $0.path.hasSuffix(".m3u8") }
        return documents.map { "== \($0.path)\n\($0.document(of: self.manifest) ?? "")" }.joined(separator: "\n")
    }

    /// Video and sound.
    var mediaTracks: [Track] { self.manifest.tracks.filter(\.isMedia) }

    /// What became of the source: a line for each track.
    func outcome() throws -> String {
        try self.mediaTracks.map { track in
            let report = try self.report(track)
            let reasons = report.reasons.map {
                $0.detail.isEmpty ? $0.code.rawValue : "\($0.code.rawValue) (\($0.detail))"
            }
            return "\(track.track): \(report.isCopied ? "copied" : "encoded: \(reasons.joined(separator: ", "))")"
        }
        .joined(separator: "\n")
    }

    /// What the report says of a track.
    func report(_ track: Track) throws -> PackagingReport.Track {
        try #require(self.lesson.report.tracks.first { $0.track == track.track })
    }

    /// Which stream of the source a track was made from.
    func sourceStream(_ track: Track) throws -> String {
        "\(try #require(try self.report(track).stream))"
    }
}

extension Track {
    var startSeconds: Double { Double(self.startTicks) / Double(self.timescale) }
}
