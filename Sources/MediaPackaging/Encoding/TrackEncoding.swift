import CourseModel

/// One track to be made from a stream by encoding it.
enum TrackEncoding: Hashable {
    case video(VideoEncoding)
    case audio(AudioEncoding)
}

/// How pictures are encoded: always H.264 High, 8 bit, 4:2:0, progressive, square pixels, upright.
struct VideoEncoding: Hashable {
    /// As displayed; both sizes are even.
    let widthPixels: Int
    let heightPixels: Int
    /// Ticks per second of the track, at most 2³¹ - 1.
    let timescale: Int64
    /// Ascending times on the lesson's time line; the first picture at or after each of them is an IDR picture, and no
    /// other than these and the very first is.
    let keyTicks: [Int64]
    let settings: VideoSettings
    /// Over any stretch longer than the settings' buffer.
    let maxBitsPerSecond: Bitrate
    /// Pictures that follow the one before sooner than this allows are left out; nil keeps all.
    var picturesPerSecondMax: Int?
    /// Whether pictures that say that they are interlaced are made progressive.
    var isDeinterlaced = true
}

/// How sound is encoded: always AAC-LC.
struct AudioEncoding: Hashable {
    /// Also the timescale of the track.
    let sampleRateHertz: Int
    /// 1 or 2.
    let channels: Int
    let bitsPerSecond: Bitrate
}

/// A sample of an encoded track.
struct EncodedSample {
    let packet: Packet
    /// When it is shown or heard, in ticks of its track on the lesson's time line; never negative. Samples come in the
    /// order in which they are decoded.
    let ticks: Int64
    /// To the start of the one shown next.
    let durationTicks: Int64
    /// Decoding can start here: an IDR picture, or any sample of sound.
    let isSync: Bool
}
