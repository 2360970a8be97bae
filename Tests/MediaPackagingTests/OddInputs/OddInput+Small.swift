/// What is damaged, again and again: one of each container, and of each way that times and samples are told.
///
/// They are as small as can be, so that each is packaged in a moment.
extension OddInput {
    static let small =
        [
            Self("small", "mp4", "", Self.smallBoth, Self.h264("-g", "12"), Self.bPictures, Self.aac),
            Self("small-slices", "mp4", "", Self.smallBoth, Self.h264("-slices", "2"), Self.aac),
            Self("small-cut", "mp4", "", Self.copy("small", before: ["-ss", "0.3"])),
            Self("small-fragmented", "mp4", "", Self.copy("small"), ["-movflags", "+frag_keyframe+empty_moov"]),
            Self(
                "small-dash",
                "mp4",
                "",
                Self.copy("small"),
                ["-movflags", "+dash+global_sidx+frag_keyframe+empty_moov"]
            ),
            Self("small-live", "mkv", "", Self.copy("small"), ["-live", "1"]),
            Self("small-blu-ray", "m2ts", "", Self.copy("small"), ["-mpegts_m2ts_mode", "1"]),
            Self("small-quicktime", "mov", "", Self.smallBoth, Self.h264(), ["-c:a", "pcm_s16le"]),
            Self(
                "small-text",
                "mp4",
                "",
                [
                    "-i", "@small", "-f", "srt", "-i", Self.smallText, "-map", "0", "-map", "1", "-c", "copy", "-c:s",
                    "mov_text",
                ]
            ),
        ]
        + ["mkv", "ts", "flv"].map { Self("small-\($0)", $0, "", Self.copy("small")) }
        + [
            Self(
                "small-webm",
                "webm",
                "",
                Self.smallBoth,
                ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus"]
            ),
            Self("small-vp8", "webm", "", Self.smallBoth, ["-c:v", "libvpx", "-cpu-used", "8", "-c:a", "libvorbis"]),
            Self("small-hevc", "ts", "", Self.smallBoth, Self.hevc(), Self.aac),
            Self(
                "small-programme",
                "mpg",
                "",
                Self.smallBoth,
                ["-c:v", "mpeg2video", "-bf", "2", "-c:a", "ac3", "-f", "vob"]
            ),
            Self("small-sorenson", "flv", "", Self.smallBoth, ["-c:v", "flv", "-ar", "44100"], Self.mp3),
            Self("small-avi", "avi", "", Self.smallBoth, ["-c:v", "libxvid", "-bf", "2", "-g", "12"], Self.mp3),
            Self("small-wmv", "wmv", "", Self.smallBoth, ["-c:v", "wmv2", "-c:a", "wmav2"]),
            Self("small-phone", "3gp", "", Self.smallBoth, ["-s", "128x96", "-ar", "16000", "-c:v", "h263"], Self.aac),
            Self("small-ogg", "ogv", "", Self.smallBoth, ["-c:v", "libtheora", "-c:a", "libvorbis"]),
            Self("small-m4a", "m4a", "", Self.smallSound, Self.aac),
            Self("small-mp3", "mp3", "", Self.smallSound, Self.mp3),
            Self("small-wav", "wav", "", Self.smallSound, ["-ar", "8000"]),
        ]

    private static let smallSound = ["-f", "lavfi", "-i", "sine=sample_rate=48000:duration=1"]
    private static let smallBoth = ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=25:duration=1"] + Self.smallSound
    /// One cue, as SRT.
    private static let smallText = "data:text/plain;base64,MQowMDowMDowMCwyMDAgLS0+IDAwOjAwOjAwLDgwMApMZWN0ZXJuCgo="
}
