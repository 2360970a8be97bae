import Foundation

/// How each program packages a video.
struct PackagingContenders {
    /// What makes libavformat's fragments conform.
    private static let segments = """
        -f hls -hls_time 6 -hls_playlist_type vod -hls_segment_type fmp4 -hls_fmp4_init_filename init_%v.mp4 \
        -hls_segment_filename %v_%d.m4s -hls_segment_options movflags=+cmaf+frag_discont+negative_cts_offsets \
        -master_pl_name master.m3u8
        """

    let origin: String
    let shaka: String
    let work: String

    func copy(_ file: String, hasPictures: Bool) -> Contender {
        self.lectern(file, ["--renditions", "source"] + (hasPictures ? [] : ["--no-pictures"]))
    }

    func encode(_ file: String, _ renditions: [EncodedRendition]) -> Contender {
        self.lectern(file, ["--renditions", renditions.map(\.name).joined(separator: ","), "--no-pictures"])
    }

    func ffmpeg(_ file: String) -> Contender {
        self.ffmpeg(
            "copy",
            file,
            "-map 0:v -map 0:a -c copy -avoid_negative_ts make_zero -var_stream_map 'v:0,agroup:a a:0,agroup:a'"
        )
    }

    func ffmpeg(_ file: String, _ renditions: [EncodedRendition]) -> Contender {
        let numbers = renditions.indices
        let filters = zip(numbers, renditions).map { "[s\($0)]\($1.scale)[v\($0)]" }.joined(separator: ";")
        let names = numbers.map { "[s\($0)]" }.joined()
        let maps = numbers.map { "-map '[v\($0)]'" }.joined(separator: " ")
        let encoders = zip(numbers, renditions).map { $1.encoder($0) }.joined(separator: " ")
        let streams = numbers.map { "v:\($0),agroup:a" }.joined(separator: " ")
        return self.ffmpeg(
            "libx264",
            file,
            """
            -filter_complex '[0:v]split=\(renditions.count)\(names);\(filters)' \(maps) -map 0:a \(encoders) \
            -c:a aac -b:a 48k -ac 1 -cutoff 12000 -var_stream_map '\(streams) a:0,agroup:a'
            """
        )
    }

    func shaka(_ file: String) -> Contender {
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

    private func lectern(_ file: String, _ options: [String]) -> Contender {
        let folder = "\(self.work)/lectern"
        return Contender(
            name: (["lectern-origin package"] + options).joined(separator: " "),
            prepare: { try Self.remove(folder) },
            command: Command([self.origin, "package", file, "--output", folder] + options)
        )
    }

    private func ffmpeg(_ codec: String, _ file: String, _ options: String) -> Contender {
        let folder = "\(self.work)/ffmpeg"
        return Contender(
            name: "ffmpeg -c \(codec), sha256sum",
            prepare: { try Self.makeEmpty(folder) },
            command: Command(
                script: """
                    cd \(folder)
                    ffmpeg -v error -i \(file) \(options) \(Self.segments) %v.m3u8
                    sha256sum \(file) * > ../ffmpeg.sha256
                    """
            )
        )
    }

    /// What other programs have left to write is written, so that nobody waits for another's bytes.
    private static func remove(_ folder: String) throws {
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
        sync()
    }

    private static func makeEmpty(_ folder: String) throws {
        try Self.remove(folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
}
