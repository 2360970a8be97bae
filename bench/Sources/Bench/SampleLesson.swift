import Foundation

/// A video as a course has it, made of one generated piece that is repeated: H.264 with AAC, 720p, a key frame every 2 s.
struct SampleLesson {
    let name: String
    let pieceSeconds: Int
    let pieces: Int
    let videoKilobitsPerSecond: Int

    static let copied = [
        SampleLesson(name: "10 min, 80 MB", pieceSeconds: 60, pieces: 10, videoKilobitsPerSecond: 940),
        SampleLesson(name: "45 min, 300 MB", pieceSeconds: 60, pieces: 45, videoKilobitsPerSecond: 762),
    ]
    static let encoded = SampleLesson(name: "20 s", pieceSeconds: 20, pieces: 1, videoKilobitsPerSecond: 940)

    /// Makes the video where it is not there yet.
    func file(in folder: String) throws -> String {
        let path = "\(folder)/lesson-\(self.pieces).mp4"
        if FileManager.default.fileExists(atPath: path) { return path }
        let piece = "\(folder)/piece-\(self.pieces).mp4"
        let log = "\(folder)/make.log"
        let rate = "\(self.videoKilobitsPerSecond)k"
        _ = try Usage.of(
            Command(
                [
                    "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
                    "testsrc2=size=1280x720:rate=25,noise=alls=4:allf=t",
                ]
                    + [
                        "-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.2:sample_rate=48000", "-t",
                        "\(self.pieceSeconds)",
                    ]
                    + ["-c:v", "libx264", "-preset", "veryfast", "-b:v", rate, "-maxrate", rate, "-bufsize", rate]
                    + ["-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-ac", "2", piece]
            ),
            log: log
        )
        let unfinished = "\(path).part.mp4"
        _ = try Usage.of(
            Command(
                ["ffmpeg", "-v", "error", "-y", "-stream_loop", "\(self.pieces - 1)", "-i", piece, "-c", "copy"]
                    + ["-movflags", "+faststart", unfinished]
            ),
            log: log
        )
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        return path
    }
}
