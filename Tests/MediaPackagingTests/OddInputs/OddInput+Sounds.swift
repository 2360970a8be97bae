/// Inputs whose sound is odd.
extension OddInput {
    static let sounds = [
        Self("mp3-alone", "mp3", "MP3 alone", Self.sound(rate: 44_100), Self.mp3),
        Self("m4a-alone", "m4a", "AAC alone", Self.sound(), Self.aac),
        Self("wav-alone", "wav", "PCM alone", Self.sound(rate: 44_100, channels: 2)),
        Self("adts-alone", "aac", "AAC without a container", Self.sound(), Self.aac),
        Self("ac3", "mp4", "AC-3 5.1", Self.picture(), Self.sound(channels: 6), Self.h264(), ["-c:a", "ac3"]),
        Self(
            "e-ac3",
            "ts",
            "E-AC-3 5.1 in a TS",
            Self.picture(),
            Self.sound(channels: 6),
            Self.h264(),
            ["-c:a", "eac3"]
        ),
        Self("surround", "mp4", "AAC 5.1", Self.picture(), Self.sound(channels: 6), Self.h264(), Self.aac),
        Self("mp3-inside", "mp4", "MP3 in MP4", Self.both, Self.h264(), Self.mp3),
        Self("opus-inside", "mp4", "Opus in MP4", Self.both, Self.h264(), ["-c:a", "libopus"]),
        Self("flac-inside", "mkv", "FLAC in MKV", Self.both, Self.h264(), ["-c:a", "flac"]),
        Self(
            "telephone",
            "avi",
            "mono PCM of 8 kHz",
            Self.picture(),
            Self.sound(rate: 8000),
            Self.h264(),
            ["-c:a", "pcm_s16le"]
        ),
        Self(
            "telephone-aac",
            "mp4",
            "mono AAC of 8 kHz",
            Self.picture(),
            Self.sound(rate: 8000),
            Self.h264(),
            Self.aac
        ),
        Self(
            "adpcm",
            "avi",
            "ADPCM",
            Self.picture(),
            Self.sound(rate: 22_050),
            Self.h264(),
            ["-c:a", "adpcm_ima_wav"]
        ),
        Self(
            "studio",
            "mp4",
            "AAC of 96 kHz",
            Self.picture(),
            Self.sound(rate: 96_000, channels: 2),
            Self.h264(),
            Self.aac
        ),
        Self(
            "studio-pcm",
            "mov",
            "PCM of 96 kHz",
            Self.picture(),
            Self.sound(rate: 96_000, channels: 2),
            Self.h264(),
            ["-c:a", "pcm_s24le"]
        ),
    ]
}
