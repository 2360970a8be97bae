import Foundation

/// Videos for the tests, made by ffmpeg: a clock on a test picture and a tone, H.264 and AAC.
enum SampleVideo {
    /// - Parameter kilobits: per second, of the picture.
    static func make(at path: String, seconds: Int, kilobits: Int = 300) async throws {
        let outcome = try await Program.run(
            "ffmpeg",
            [
                "-nostdin", "-v", "error", "-y",
                "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25",
                "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
                "-t", "\(seconds)", "-c:v", "libx264", "-profile:v", "main", "-preset", "ultrafast",
                "-b:v", "\(kilobits)k", "-minrate", "\(kilobits)k", "-maxrate", "\(kilobits)k",
                "-bufsize", "\(kilobits)k", "-x264-params", "nal-hrd=cbr", "-g", "50", "-keyint_min", "50",
                "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-ac", "1",
                "-movflags", "+faststart", path,
            ]
        )
        guard outcome.status == 0 else { throw NotInTime(description: "ffmpeg: \(outcome.errors)") }
    }
}
