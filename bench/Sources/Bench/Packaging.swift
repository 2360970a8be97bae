import ArgumentParser
import Foundation

struct Packaging: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Packaging a video by stream copy, beside ffmpeg and Shaka Packager.",
        discussion: """
            All three make CMAF segments of about 6 s, HLS playlists and an index of the same two videos, which ffmpeg \
            makes first. Ours and ffmpeg's time contains the SHA-256 of the source and of all that was written; Shaka \
            Packager's does not. Ours also checks the source whole before it writes and each file after.

            Example:
              script/bench packaging
            """
    )

    @Option(help: "The release build of lectern-origin.")
    var origin: String

    @Option(help: "Shaka Packager's program.")
    var shaka: String

    @Option(help: "A folder for videos and results; the videos are kept for the next run.")
    var work: String

    @Option(help: "Counted rounds.")
    var rounds = 7

    @Option(help: "Where the result goes, as JSON.")
    var output: String

    func run() throws {
        try FileManager.default.createDirectory(atPath: self.work, withIntermediateDirectories: true)
        var comparisons: [Comparison] = []
        for lesson in SampleLesson.all {
            let file = try lesson.file(in: self.work)
            comparisons.append(
                try Comparison(
                    work: lesson.name,
                    rounds: self.rounds,
                    [self.lectern(file), self.ffmpeg(file), self.shaka(file)],
                    log: "\(self.work)/run.log"
                )
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(comparisons).write(to: URL(filePath: self.output))
        print(ComparisonTable.text(of: comparisons))
    }

    private func lectern(_ file: String) -> Contender {
        let folder = "\(self.work)/lectern"
        return Contender(
            name: "lectern-origin package",
            prepare: { try Self.remove(folder) },
            command: Command([self.origin, "package", file, "--output", folder, "--renditions", "source", "--no-pictures"])
        )
    }

    /// With the options that make libavformat's fragments conform.
    private func ffmpeg(_ file: String) -> Contender {
        let folder = "\(self.work)/ffmpeg"
        return Contender(
            name: "ffmpeg -c copy, sha256sum",
            prepare: { try Self.makeEmpty(folder) },
            command: Command(
                script: """
                    cd \(folder)
                    ffmpeg -v error -i \(file) -map 0:v -map 0:a -c copy -avoid_negative_ts make_zero -f hls -hls_time 6 \
                    -hls_playlist_type vod -hls_segment_type fmp4 -hls_fmp4_init_filename init_%v.mp4 \
                    -hls_segment_filename %v_%d.m4s \
                    -hls_segment_options movflags=+cmaf+frag_discont+negative_cts_offsets \
                    -var_stream_map 'v:0,agroup:a a:0,agroup:a' -master_pl_name master.m3u8 %v.m3u8
                    sha256sum \(file) * > ../ffmpeg.sha256
                    """
            )
        )
    }

    private func shaka(_ file: String) -> Contender {
        let folder = "\(self.work)/shaka"
        let streams = ["video", "audio"].map { stream in
            "in=\(file),stream=\(stream),init_segment=\(folder)/\(stream)/init.mp4,"
                + "segment_template=\(folder)/\(stream)/$Number$.m4s,playlist_name=\(stream).m3u8"
        }
        return Contender(
            name: "Shaka Packager",
            prepare: { try Self.makeEmpty(folder) },
            command: Command(
                [self.shaka] + streams + [
                    "--segment_duration", "6", "--hls_master_playlist_output", "\(folder)/master.m3u8",
                    "--hls_playlist_type", "VOD", "--mpd_output", "\(folder)/manifest.mpd",
                ]
            )
        )
    }

    private static func remove(_ folder: String) throws {
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
    }

    private static func makeEmpty(_ folder: String) throws {
        try Self.remove(folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
}

/// A video as a course has it, made of one generated minute that is repeated: H.264 with AAC, 720p, a key frame every 2 s.
struct SampleLesson {
    let name: String
    let minutes: Int
    let videoKilobitsPerSecond: Int

    static let all = [
        SampleLesson(name: "10 min, 80 MB", minutes: 10, videoKilobitsPerSecond: 940),
        SampleLesson(name: "45 min, 300 MB", minutes: 45, videoKilobitsPerSecond: 762),
    ]

    /// Makes the video where it is not there yet.
    func file(in folder: String) throws -> String {
        let path = "\(folder)/lesson-\(self.minutes).mp4"
        if FileManager.default.fileExists(atPath: path) { return path }
        let minute = "\(folder)/minute-\(self.minutes).mp4"
        let log = "\(folder)/make.log"
        let rate = "\(self.videoKilobitsPerSecond)k"
        _ = try Usage.of(
            Command(
                ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25,noise=alls=4:allf=t"]
                    + ["-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.2:sample_rate=48000", "-t", "60"]
                    + ["-c:v", "libx264", "-preset", "veryfast", "-b:v", rate, "-maxrate", rate, "-bufsize", rate]
                    + ["-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-ac", "2", minute]
            ),
            log: log
        )
        let unfinished = "\(path).part.mp4"
        _ = try Usage.of(
            Command(
                ["ffmpeg", "-v", "error", "-y", "-stream_loop", "\(self.minutes - 1)", "-i", minute, "-c", "copy"]
                    + ["-movflags", "+faststart", unfinished]
            ),
            log: log
        )
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        return path
    }
}
