/// Inputs whose times or lengths are odd.
extension OddInput {
    static let times = [
        Self(
            "b-pictures",
            "mp4",
            "H.264 with B pictures, AAC with priming",
            Self.both,
            Self.h264(),
            Self.bPictures,
            Self.aac
        ),
        Self(
            "open-groups",
            "mp4",
            "open groups of pictures, an IDR every 2 s",
            Self.both,
            Self.h264(),
            Self.bPictures,
            ["-x264-params", "open-gop=1", "-force_key_frames", "expr:gte(t,n_forced*2)", "-forced-idr", "1"],
            Self.aac
        ),
        Self(
            "open-groups-only",
            "mp4",
            "open groups of pictures, one IDR at the start",
            Self.both,
            Self.h264(),
            Self.bPictures,
            ["-x264-params", "open-gop=1"],
            Self.aac
        ),
        Self("negative-start", "mp4", "cut with -ss and -c copy", Self.copy("b-pictures", before: ["-ss", "1.3"])),
        Self("negative-start-mkv", "mkv", "cut with -ss and -c copy", Self.copy("b-pictures", before: ["-ss", "1.3"])),
        Self(
            "late-sound",
            "mp4",
            "sound starts 0.7 s late",
            Self.picture(),
            ["-itsoffset", "0.7"],
            Self.sound(4.3),
            Self.h264(),
            Self.bPictures,
            Self.aac
        ),
        Self(
            "late-picture",
            "mp4",
            "picture starts 0.5 s late",
            ["-itsoffset", "0.5"],
            Self.picture(4.5),
            Self.sound(),
            Self.h264(),
            Self.bPictures,
            Self.aac
        ),
        Self(
            "early-sound-end",
            "mp4",
            "sound ends 1.5 s early",
            Self.picture(),
            Self.sound(3.5),
            Self.h264(),
            Self.aac
        ),
        Self(
            "sound-pauses",
            "mkv",
            "no sound from 2 to 3.5 s",
            Self.both,
            ["-af", "aselect='not(between(t,2,3.5))'"],
            Self.h264(),
            Self.aac
        ),
        Self(
            "variable-rate",
            "mp4",
            "variable frame rate",
            Self.both,
            ["-vf", "select='not(mod(n,3))+lt(mod(n,50),9)'", "-fps_mode", "vfr"],
            Self.h264(),
            Self.bPictures,
            Self.aac
        ),
        Self(
            "variable-groups",
            "mp4",
            "key frames at odd times",
            Self.both,
            Self.h264("-g", "250", "-keyint_min", "1"),
            ["-force_key_frames", "0,0.4,1.9,2.1,4.64"],
            Self.aac
        ),
        Self(
            "sixty-a-second",
            "mp4",
            "60 pictures a second",
            Self.picture(rate: "60"),
            Self.sound(),
            Self.h264(),
            Self.aac
        ),
        Self(
            "ntsc",
            "mp4",
            "30000/1001 pictures a second",
            Self.picture(rate: "30000/1001"),
            Self.sound(),
            Self.h264(),
            Self.aac
        ),
        Self(
            "film",
            "mkv",
            "24000/1001 pictures a second",
            Self.picture(rate: "24000/1001"),
            Self.sound(),
            Self.h264(),
            Self.bPictures,
            Self.aac
        ),
        Self(
            "edit-list",
            "mov",
            "an edit list leaves out the first second",
            recipe: .changed("b-pictures") { bytes in
                try bytes.leaveOutFirstSecond()
            }
        ),
        Self(
            "fragmented",
            "mp4",
            "fragmented MP4",
            Self.copy("b-pictures"),
            ["-movflags", "+frag_keyframe+empty_moov"]
        ),
        Self(
            "wraparound",
            "ts",
            "33-bit times of a TS wrap around",
            Self.copy("b-pictures"),
            ["-output_ts_offset", "95441", "-muxdelay", "0"]
        ),
        Self("faststart", "mp4", "MP4 with its header first", Self.copy("b-pictures"), ["-movflags", "+faststart"]),
        Self("live-mkv", "mkv", "MKV of unknown length", Self.copy("b-pictures"), ["-live", "1"]),
    ]

    static let shortAndLong = [
        Self("one-picture", "mp4", "one picture", Self.picture(), Self.h264(), ["-frames:v", "1"]),
        Self(
            "one-picture-with-sound",
            "mp4",
            "one picture and 40 ms of sound",
            Self.picture(0.04),
            Self.sound(0.04),
            Self.h264(),
            Self.aac
        ),
        Self("one-second", "mp4", "one second", Self.picture(1), Self.sound(1), Self.h264(), Self.aac),
        Self(
            "twelve-hours",
            "mp4",
            "12 h of still picture, one every 10 s",
            ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=1/10:duration=43200"],
            Self.h264("-g", "6", "-keyint_min", "6")
        ),
        Self("no-sound", "mp4", "no sound", Self.picture(), Self.h264()),
        Self("long-groups", "mp4", "one key frame at the start only", Self.both, Self.h264("-g", "1000"), Self.aac),
    ]
}
