extension PlannedTrack {
    /// More pictures a second than this are left out: no screen in a school shows them.
    private static let picturesPerSecondMax = 60
    private static let smallPicturesPerSecondMax = 30

    /// What the encoder is told; nil for a copy.
    ///
    /// - Parameters:
    ///   - timescale: of the pictures.
    ///   - starts: where segments start, in its ticks.
    func encoding(timescale: Int64, starts: [Int64]) -> TrackEncoding? {
        switch self.making {
        case .copy: nil
        case .encodedPicture(let picture):
            .video(
                VideoEncoding(
                    widthPixels: picture.widthPixels,
                    heightPixels: picture.heightPixels,
                    timescale: timescale,
                    keyTicks: starts,
                    settings: .of(picture.kind),
                    maxBitsPerSecond: picture.maxBitsPerSecond,
                    picturesPerSecondMax: picture.kind == .source
                        ? Self.picturesPerSecondMax : Self.smallPicturesPerSecondMax
                )
            )
        case .encodedSound(let sound):
            .audio(
                AudioEncoding(
                    sampleRateHertz: sound.sampleRateHertz,
                    channels: sound.channels,
                    bitsPerSecond: sound.bitsPerSecond
                )
            )
        }
    }
}

extension TrackEncoding {
    /// Ticks per second of the track.
    var timescale: Int64 {
        switch self {
        case .video(let encoding): encoding.timescale
        case .audio(let encoding): Int64(encoding.sampleRateHertz)
        }
    }
}
