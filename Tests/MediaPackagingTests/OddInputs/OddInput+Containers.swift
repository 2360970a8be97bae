/// Inputs in all the containers that provinces have.
extension OddInput {
    static let containers = [
        Self("matroska", "mkv", "H.264 and AAC in MKV", Self.copy("b-pictures")),
        Self(
            "matroska-vfw",
            "mkv",
            "MPEG-4 part 2 in MKV as AVI had it (no codec times)",
            Self.both,
            ["-c:v", "mpeg4", "-bf", "2", "-g", "25", "-allow_raw_vfw", "1"],
            Self.mp3
        ),
        Self(
            "webm-vp8",
            "webm",
            "VP8 and Vorbis",
            Self.both,
            ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libvorbis"]
        ),
        Self(
            "webm-vp9",
            "webm",
            "VP9 and Opus",
            Self.both,
            ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libopus"]
        ),
        Self("transport", "ts", "H.264 and AAC in a TS", Self.copy("b-pictures")),
        Self("transport-mp2", "ts", "H.264 and MPEG layer 2 in a TS", Self.both, Self.h264(), ["-c:a", "mp2"]),
        Self("blu-ray", "m2ts", "a TS with 192-byte packets", Self.copy("b-pictures"), ["-mpegts_m2ts_mode", "1"]),
        Self(
            "programme-stream",
            "mpg",
            "MPEG-2 and AC-3 in a PS",
            Self.both,
            ["-c:v", "mpeg2video", "-bf", "2", "-g", "12", "-c:a", "ac3", "-f", "vob"]
        ),
        Self(
            "video-cd",
            "mpg",
            "MPEG-1 and MPEG layer 2 in a PS",
            Self.both,
            ["-c:v", "mpeg1video", "-g", "12", "-c:a", "mp2"]
        ),
        Self("flash", "flv", "H.264 and AAC in FLV", Self.copy("b-pictures")),
        Self(
            "flash-sorenson",
            "flv",
            "Sorenson H.263 and MP3 in FLV",
            Self.picture(),
            Self.sound(rate: 44_100),
            ["-c:v", "flv", "-g", "25"],
            Self.mp3
        ),
        Self(
            "avi",
            "avi",
            "MPEG-4 part 2 with packed B pictures and MP3 in AVI",
            Self.both,
            ["-c:v", "libxvid", "-bf", "2", "-g", "25"],
            Self.mp3
        ),
        Self("avi-h264", "avi", "H.264 with B pictures in AVI", Self.both, Self.h264(), Self.bPictures, Self.mp3),
        Self(
            "avi-msmpeg4",
            "avi",
            "MS-MPEG-4 v3 and PCM in AVI",
            Self.both,
            ["-c:v", "msmpeg4", "-g", "25", "-c:a", "pcm_s16le"]
        ),
        Self("wmv", "wmv", "WMV 8 and WMA", Self.both, ["-c:v", "wmv2", "-g", "25", "-c:a", "wmav2"]),
        Self("wmv-first", "asf", "WMV 7 and WMA 1", Self.both, ["-c:v", "wmv1", "-g", "25", "-c:a", "wmav1"]),
        Self(
            "phone",
            "3gp",
            "H.263 and AAC in 3GP",
            Self.picture(size: "176x144"),
            Self.sound(rate: 16_000),
            ["-c:v", "h263", "-g", "25"],
            Self.aac
        ),
        Self("quicktime", "mov", "H.264 and PCM in MOV", Self.both, Self.h264(), ["-c:a", "pcm_s16le"]),
        Self(
            "quicktime-jpeg",
            "mov",
            "Motion JPEG and µ-law in MOV",
            Self.picture(),
            Self.sound(rate: 8000),
            ["-c:v", "mjpeg", "-c:a", "pcm_mulaw"]
        ),
        Self("prores", "mov", "ProRes and 24-bit PCM in MOV", Self.both, ["-c:v", "prores", "-c:a", "pcm_s24le"]),
        Self("timecode", "mov", "a time code track", Self.copy("b-pictures"), ["-timecode", "01:00:00:00"]),
        Self("hints", "mp4", "RTP hint tracks", Self.copy("b-pictures"), ["-movflags", "+rtphint"]),
        Self(
            "text-inside",
            "mp4",
            "mov_text subtitles",
            [
                "-i", "@b-pictures", "-f", "srt", "-i",
                "data:text/plain;base64,MQowMDowMDowMSwwMDAgLS0+IDAwOjAwOjAzLDAwMApMZWN0ZXJuCgo=",
            ],
            ["-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text", "-metadata:s:s:0", "language=eng"]
        ),
        Self(
            "two-sounds",
            "mp4",
            "sound in two languages",
            Self.both,
            ["-map", "0:v", "-map", "1:a", "-map", "1:a"],
            Self.h264(),
            Self.aac,
            ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=zho"],
            ["-disposition:a:0", "0", "-disposition:a:1", "default"]
        ),
        Self(
            "dash",
            "mp4",
            "fragments with a sidx",
            Self.copy("b-pictures"),
            ["-movflags", "+dash+global_sidx+frag_keyframe+empty_moov"]
        ),
        Self("ogg", "ogv", "Theora and Vorbis in Ogg", Self.both, ["-c:v", "libtheora", "-c:a", "libvorbis"]),
        Self(
            "late-captions",
            "mkv",
            "captions inside end 5 s after picture and sound",
            [
                "-i", "@b-pictures", "-f", "srt", "-i",
                "data:text/plain;base64,"
                    + "MQowMDowMDowMSwwMDAgLS0+IDAwOjAwOjAzLDAwMApMZWN0ZXJuCgoyCjAwOjAw"
                    + "OjA4LDAwMCAtLT4gMDA6MDA6MTAsMDAwClRoZSBlbmQKCg==",
            ],
            ["-map", "0", "-map", "1", "-c", "copy"]
        ),
        Self(
            "late-second-sound",
            "mkv",
            "the second sound ends 4 s after the picture",
            Self.both,
            Self.sound(9),
            ["-map", "0:v", "-map", "1:a", "-map", "2:a"],
            Self.h264(),
            Self.aac
        ),
        Self(
            "chinese-captions",
            "mp4",
            "SRT captions beside it, in GB18030",
            recipe: .changed("b-pictures") { _ in },
            captions: Array("1\n00:00:01,000 --> 00:00:03,000\n".utf8)
                + [0xb5, 0xda, 0xd2, 0xbb, 0xbf, 0xce, 0x0a]
        ),
        Self("raw-h264", "264", "H.264 without a container", Self.picture(), Self.h264()),
        Self(
            "raw-h264-other",
            "264",
            "H.264 without a container, other picture parameters",
            Self.picture(),
            Self.h264("-x264-params", "chroma-qp-offset=4")
        ),
        Self(
            "parameters-change",
            "mp4",
            "picture parameters that change in the middle",
            ["-r", "25", "-f", "h264", "-i", "concat:@raw-h264|@raw-h264-other", "-c", "copy"]
        ),
    ]
}
