/// Inputs whose pictures are odd.
extension OddInput {
    static let pictures = [
        Self("rotated-90", "mp4", "filmed on its side", Self.copy("b-pictures"), ["-metadata:s:v:0", "rotate=90"]),
        Self("rotated-180", "mp4", "filmed upside down", Self.copy("b-pictures"), ["-metadata:s:v:0", "rotate=180"]),
        Self(
            "rotated-270",
            "mp4",
            "filmed on its other side",
            Self.copy("b-pictures"),
            ["-metadata:s:v:0", "rotate=270"]
        ),
        Self(
            "rotated-encode",
            "mp4",
            "MPEG-4 part 2 filmed on its side",
            Self.copy("mpeg4-mp4"),
            ["-metadata:s:v:0", "rotate=90"]
        ),
        Self("mpeg4-mp4", "mp4", "MPEG-4 part 2 in MP4", Self.both, ["-c:v", "mpeg4", "-g", "25"], Self.aac),
        Self(
            "anamorphic",
            "mp4",
            "pixels that are not square",
            Self.both,
            ["-vf", "setsar=4/3"],
            Self.h264(),
            Self.aac
        ),
        Self(
            "anamorphic-encode",
            "mpg",
            "MPEG-2 in a PS with pixels that are not square",
            Self.both,
            ["-vf", "setsar=16/11", "-c:v", "mpeg2video", "-c:a", "mp2"]
        ),
        Self("ten-bit", "mp4", "H.264 with 10 bits", Self.both, Self.h264("-pix_fmt", "yuv420p10le"), Self.aac),
        Self("four-two-two", "mp4", "H.264 4:2:2", Self.both, Self.h264("-pix_fmt", "yuv422p"), Self.aac),
        Self("four-four-four", "mp4", "H.264 4:4:4", Self.both, Self.h264("-pix_fmt", "yuv444p"), Self.aac),
        Self("grey", "mp4", "H.264 without colour", Self.both, Self.h264("-pix_fmt", "gray"), Self.aac),
        Self("lossless", "mp4", "lossless H.264", Self.both, Self.h264("-qp", "0"), Self.aac),
        Self(
            "odd-size",
            "mp4",
            "H.264 4:4:4 of 161×91",
            Self.picture(size: "161x91"),
            Self.sound(),
            Self.h264("-pix_fmt", "yuv444p"),
            Self.aac
        ),
        Self(
            "odd-size-vp9",
            "webm",
            "VP9 of 161×91",
            Self.picture(size: "161x91"),
            Self.sound(),
            ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libopus"]
        ),
        Self(
            "interlaced",
            "mp4",
            "interlaced H.264 (MBAFF)",
            Self.picture(size: "160x96"),
            Self.sound(),
            Self.h264("-flags", "+ildct+ilme", "-preset", "veryfast"),
            Self.aac
        ),
        Self(
            "interlaced-mpeg2",
            "ts",
            "interlaced MPEG-2 in a TS",
            Self.both,
            [
                "-vf", "setfield=tff", "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-g", "12", "-bf", "2", "-c:a",
                "mp2",
            ]
        ),
        Self(
            "full-range",
            "mp4",
            "full-range colour",
            Self.both,
            Self.h264("-pix_fmt", "yuvj420p", "-color_range", "pc"),
            Self.aac
        ),
        Self(
            "full-range-encode",
            "avi",
            "full-range colour in Motion JPEG",
            Self.both,
            ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le"]
        ),
        Self("slices", "mp4", "four slices a picture", Self.both, Self.h264("-slices", "4"), Self.aac),
        Self("baseline", "mp4", "H.264 Baseline", Self.both, Self.h264("-profile:v", "baseline"), Self.aac),
        Self(
            "intra-refresh",
            "mp4",
            "no key frames after the first (intra refresh)",
            Self.both,
            Self.h264("-intra-refresh", "1"),
            Self.aac
        ),
        Self("hevc", "mp4", "HEVC in MP4", Self.both, Self.hevc("-tag:v", "hvc1"), Self.aac),
        Self(
            "hevc-ten-bit",
            "mkv",
            "HEVC with 10 bits in MKV",
            Self.both,
            Self.hevc("-pix_fmt", "yuv420p10le"),
            Self.aac
        ),
        Self("hevc-transport", "ts", "HEVC in a TS", Self.both, Self.hevc(), Self.aac),
        Self(
            "size-changes",
            "ts",
            "a TS whose picture size changes",
            recipe: .spliced(["transport", "transport-small"])
        ),
        Self(
            "transport-small",
            "ts",
            "H.264 in a TS, 96×54",
            Self.picture(size: "96x54"),
            Self.sound(),
            Self.h264(),
            Self.aac
        ),
        Self(
            "two-pictures",
            "mp4",
            "two video tracks",
            Self.both,
            ["-map", "0:v", "-map", "0:v", "-map", "1:a"],
            ["-s:v:0", "64x36"],
            Self.h264(),
            Self.aac
        ),
        Self(
            "cover",
            "mp4",
            "a cover picture beside the video",
            ["-i", "@b-pictures", "-i", "@cover-picture"],
            ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v:1", "attached_pic"]
        ),
        Self("cover-picture", "jpg", "a JPEG, no video", Self.picture(), ["-frames:v", "1", "-update", "1"]),
        Self(
            "huge",
            "mov",
            "one picture of 16000×16000",
            ["-f", "lavfi", "-i", "color=black:size=16000x16000:rate=1:duration=1,format=gray", "-c:v", "png"]
        ),
        Self("animation", "gif", "an animated GIF, no course video", Self.picture()),
    ]

    static func hevc(_ options: String...) -> [String] {
        ["-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p"] + options
            + [
                "-x265-params",
                "keyint=25:min-keyint=25:scenecut=0:bframes=2:log-level=none:pools=none:frame-threads=1",
            ]
    }
}
