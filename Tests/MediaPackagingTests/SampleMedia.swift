import Foundation
import Testing

/// Course videos made with ffmpeg when a test first asks for them; small, and each once in a test run.
enum SampleMedia: String, CaseIterable {
    case plain, bFrames, variableRate, lateAudio, noAudio, soundOnly, openGroup, rotated, matroska, transport, flash
    case longGroups, sparseKeyFrames, earlyPreroll, fragmented, chineseSound

    /// Those that become a release.
    static let good = Self.allCases.filter { $0 != .sparseKeyFrames }

    private static let keeper = Keeper()

    var path: String {
        get async throws { try await Self.keeper.path(self) }
    }

    private actor Keeper {
        private let folder = Result { try TemporaryFolder() }
        private var made: [SampleMedia: Task<String, any Error>] = [:]

        func path(_ sample: SampleMedia) async throws -> String {
            if let task = self.made[sample] { return try await task.value }
            let folder = try self.folder.get().path
            let task = Task.detached { try await sample.make(in: folder) }
            self.made[sample] = task
            return try await task.value
        }
    }

    private static func picture(_ seconds: Int, rate: Int = 25) -> [String] {
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=\(rate):duration=\(seconds)"]
    }

    private static func sound(_ seconds: Int, rate: Int = 48_000) -> [String] {
        ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=\(rate):duration=\(seconds)"]
    }

    private static func h264(group: Int = 50, options: [String] = ["-bf", "0"]) -> [String] {
        ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "\(group)", "-keyint_min", "\(group)"]
            + ["-sc_threshold", "0"] + options
    }

    private static let bPictures = ["-preset", "veryfast", "-bf", "3", "-b_strategy", "0"]
    private static let aac = ["-c:a", "aac", "-b:a", "48k"]

    private func make(in folder: String) async throws -> String {
        let path = "\(folder)/\(self.rawValue).\(self.fileExtension)"
        try Program.check(["ffmpeg", "-v", "error", "-y"] + (try await self.arguments()) + [path])
        return path
    }

    private var fileExtension: String {
        switch self {
        case .matroska: "mkv"
        case .transport: "ts"
        case .flash: "flv"
        default: "mp4"
        }
    }

    private func arguments() async throws -> [String] {
        let both = Self.picture(20) + Self.sound(20)
        return switch self {
        case .plain: both + Self.h264() + Self.aac + ["-movflags", "+faststart"]
        case .bFrames: both + Self.h264(options: Self.bPictures) + Self.aac
        case .variableRate:
            both + ["-vf", "select='not(mod(n,3))+lt(mod(n,50),9)'", "-fps_mode", "vfr"]
                + Self.h264(options: Self.bPictures) + Self.aac
        case .lateAudio:
            Self.picture(20) + ["-itsoffset", "0.7"] + Self.sound(19) + Self.h264(options: Self.bPictures) + Self.aac
        case .noAudio: Self.picture(20) + Self.h264()
        case .soundOnly: Self.sound(20) + Self.aac
        case .openGroup:
            both + Self.h264(options: Self.bPictures + ["-x264-params", "open-gop=1:keyint=50:force-cfr=1"])
                + ["-force_key_frames", "expr:gte(t,n_forced*8)", "-forced-idr", "1"] + Self.aac
        case .rotated:
            ["-i", try await Self.bFrames.path, "-c", "copy", "-metadata:s:v:0", "rotate=90"]
        case .matroska, .transport, .flash: ["-i", try await Self.bFrames.path, "-c", "copy"]
        case .longGroups: both + Self.h264(group: 250) + Self.aac
        case .sparseKeyFrames: Self.picture(70, rate: 5) + Self.h264(group: 10_000)
        case .earlyPreroll: ["-ss", "3.3", "-i", try await Self.bFrames.path, "-c", "copy"]
        case .fragmented: ["-i", try await Self.bFrames.path, "-c", "copy", "-movflags", "+frag_keyframe+empty_moov"]
        case .chineseSound:
            Self.picture(7) + Self.sound(7, rate: 44_100) + Self.h264() + Self.aac
                + ["-ac", "2", "-metadata:s:a:0", "language=chi"]
        }
    }
}
