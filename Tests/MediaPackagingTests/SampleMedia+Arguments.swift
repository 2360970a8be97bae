import Foundation

/// How ffmpeg makes each sample.
extension SampleMedia {
    private static func picture(_ seconds: Int, rate: Int = 25, size: String = "320x180") -> [String] {
        ["-f", "lavfi", "-i", "testsrc2=size=\(size):rate=\(rate):duration=\(seconds)"]
    }

    private static func sound(_ seconds: Int, rate: Int = 48_000) -> [String] {
        ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=\(rate):duration=\(seconds)"]
    }

    private static func h264(group: Int = 50, options: [String] = ["-bf", "0"]) -> [String] {
        ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "\(group)", "-keyint_min", "\(group)"]
            + ["-sc_threshold", "0", "-threads", "1"] + options
    }

    private static let bPictures = ["-preset", "veryfast", "-bf", "3", "-b_strategy", "0"]
    private static let aac = ["-c:a", "aac", "-b:a", "48k"]

    func arguments() async throws -> [String] {
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
            both + Self.h264(options: Self.bPictures + ["-x264-params", "open-gop=1:keyint=50"])
                + ["-force_key_frames", "expr:gte(t,n_forced*8)", "-forced-idr", "1"] + Self.aac
        case .rotated: try await self.copy(.bFrames) + ["-metadata:s:v:0", "rotate=90"]
        case .matroska, .transport, .flash: try await self.copy(.bFrames)
        case .longGroups: both + Self.h264(group: 250) + Self.aac
        case .earlyPreroll: ["-ss", "3.3"] + (try await self.copy(.bFrames))
        case .fragmented: try await self.copy(.bFrames) + ["-movflags", "+frag_keyframe+empty_moov"]
        case .chineseSound:
            Self.picture(7) + Self.sound(7, rate: 44_100) + Self.h264() + Self.aac
                + ["-ac", "2", "-metadata:s:a:0", "language=chi"]
        case .pausingSound: both + ["-af", "aselect='not(between(t,5,15))'"] + Self.h264() + Self.aac
        case .twoLanguages:
            both + ["-map", "0:v", "-map", "1:a", "-map", "1:a"] + Self.h264() + Self.aac
                + ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=zho"]
                + ["-disposition:a:0", "0", "-disposition:a:1", "default"]
        case .wideSamples: Self.picture(7) + Self.h264() + ["-vf", "setsar=4/3"]
        default: try await self.encodedArguments(both)
        }
    }

    private func encodedArguments(_ both: [String]) async throws -> [String] {
        switch self {
        case .sparseKeyFrames: Self.picture(70, rate: 5) + Self.h264(group: 10_000)
        case .mpeg4: both + ["-c:v", "mpeg4"] + Self.aac
        case .mp3: both + Self.h264() + ["-c:a", "libmp3lame"]
        case .opus: both + Self.h264() + ["-c:a", "libopus"]
        case .tenBit: both + Self.h264(options: ["-pix_fmt", "yuv420p10le"]) + Self.aac
        case .fullColour: both + Self.h264(options: ["-pix_fmt", "yuv444p"]) + Self.aac
        case .hevc: both + ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"] + Self.aac
        case .windowsMedia: both + ["-c:v", "wmv2", "-b:v", "600k", "-c:a", "wmav2"]
        case .aviDivx: both + ["-c:v", "mpeg4", "-bf", "2", "-b:v", "600k", "-c:a", "libmp3lame"]
        case .programStream: both + ["-c:v", "mpeg2video", "-b:v", "900k", "-c:a", "mp2"]
        case .interlaced:
            Self.picture(8, size: "640x540") + Self.sound(8) + ["-vf", "interlace", "-c:v", "mpeg2video"]
                + ["-flags", "+ildct+ilme", "-b:v", "3M", "-c:a", "ac3"]
        case .sorenson: both + ["-c:v", "flv", "-b:v", "600k", "-c:a", "libmp3lame", "-ar", "44100"]
        case .vp9: Self.picture(6) + Self.sound(6) + ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus"]
        case .oddSize:
            Self.picture(8, size: "323x181") + ["-c:v", "mpeg4", "-b:v", "600k"]
        case .oneFrame: Self.picture(8) + ["-frames:v", "1", "-c:v", "mpeg4"]
        case .still: ["-f", "lavfi", "-i", "color=blue:size=320x180:rate=1/40:duration=200", "-c:v", "mpeg4"]
        case .waves: Self.sound(20) + ["-ac", "2", "-c:a", "pcm_s16le"]
        case .large:
            Self.picture(14, size: "960x540") + Self.sound(14) + Self.h264(group: 75) + [
                "-c:a", "aac", "-ac", "2", "-b:a", "128k",
            ]
        default: try await self.refusedArguments(both)
        }
    }

    private func refusedArguments(_ both: [String]) async throws -> [String] {
        switch self {
        case .subtitlesOnly: ["-i", try await Self.subtitleText.path, "-c:s", "mov_text"]
        case .subtitleText: []
        case .encrypted:
            try await self.copy(.plain) + ["-encryption_scheme", "cenc-aes-ctr"]
                + ["-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb"]
                + ["-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"]
        case .shortSound: Self.picture(20) + Self.sound(11) + Self.h264() + Self.aac
        default: Self.picture(8, size: "160x90") + Self.sound(8) + Self.h264(options: Self.bPictures) + Self.aac
        }
    }

    private func copy(_ other: SampleMedia) async throws -> [String] {
        ["-i", try await other.path, "-c", "copy"]
    }
}
