/// A sample with its place on the lesson's time line, in ticks of its track file.
struct TimedSample {
    let packet: Packet
    /// Ascending from sample to sample. That of the nth picture of a segment is the nth time at which a picture of the
    /// segment is shown, so that decoding and showing a segment begin at the same tick, also where the container does not
    /// say when to decode, and no edit list is needed (`cmf2`, ISO/IEC 23000-19 §7.5.17).
    let decodeTicks: Int64
    let presentationTicks: Int64
    let durationTicks: Int64
    let isSync: Bool
}
