import Foundation
import Testing

/// What ffprobe says of one stream's times, in seconds.
struct ProbedTrack {
    /// When each sample is shown or heard, in order of time.
    private(set) var starts: [Double]
    /// How many samples there are, with those that have no time.
    let count: Int
    /// A tick of the container, in seconds.
    let tick: Double
    let codec: String
    let sampleRate: Double?

    /// The samples themselves.
    static func packets(of path: String, _ stream: String) throws -> ProbedTrack {
        try Self(path, stream, ["-show_entries", "packet=pts_time"], key: "packets", time: "pts_time")
    }

    /// The decoded frames.
    static func frames(of path: String, _ stream: String) throws -> ProbedTrack {
        try Self(
            path,
            stream,
            ["-show_entries", "frame=best_effort_timestamp_time"],
            key: "frames",
            time: "best_effort_timestamp_time"
        )
    }

    /// The same times, the first of them moved.
    ///
    /// FFmpeg 5.1 moves the pictures of a track with negative composition offsets by the largest of them, players do not.
    func starting(at start: Double) -> (track: ProbedTrack, moved: Double) {
        let moved = start - (self.starts.first ?? start)
        var track = self
        track.starts = self.starts.map { $0 + moved }
        return (track, moved)
    }

    private init(_ path: String, _ stream: String, _ entries: [String], key: String, time: String) throws {
        let answer = try Program.check(
            ["ffprobe", "-v", "quiet", "-select_streams", stream, "-of", "json"] + entries
                + ["-show_entries", "stream=time_base,codec_name,sample_rate", path]
        )
        let document = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
        let first = try #require((document["streams"] as? [[String: Any]])?.first)
        let base = try #require(first["time_base"] as? String).split(separator: "/").compactMap { Double($0) }
        let samples = try #require(document[key] as? [[String: Any]])
        self.starts = samples.compactMap { ($0[time] as? String).flatMap(Double.init) }.sorted()
        self.count = samples.count
        self.tick = base[0] / base[1]
        self.codec = try #require(first["codec_name"] as? String)
        self.sampleRate = (first["sample_rate"] as? String).flatMap(Double.init)
    }
}
