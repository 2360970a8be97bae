package import CourseModel

/// How many bits a second the segments of a track need.
package struct SegmentRates: Hashable {
    /// Over any run of segments that plays between half and one and a half target durations (RFC 8216 §4.3.4.2).
    package let peak: Bitrate
    package let average: Bitrate

    /// - Parameters:
    ///   - chunks: the segments without the header.
    ///   - targetDurationSeconds: of the track's playlist.
    package init(_ chunks: some Collection<Chunk>, timescale: Int64, targetDurationSeconds: Int64) {
        let segments = Array(chunks)
        let target = targetDurationSeconds * timescale
        let total = segments.reduce((bytes: Int64(0), ticks: Int64(0))) {
            ($0.bytes + $1.sizeBytes.bytes, $0.ticks + $1.durationTicks)
        }
        let average = Self.rate(total.bytes, ticks: total.ticks, timescale: timescale)
        var peak = average
        for start in segments.indices {
            var bytes: Int64 = 0
            var ticks: Int64 = 0
            for segment in segments[start...] {
                bytes += segment.sizeBytes.bytes
                ticks += segment.durationTicks
                if 2 * ticks > 3 * target { break }
                if 2 * ticks >= target { peak = max(peak, Self.rate(bytes, ticks: ticks, timescale: timescale)) }
            }
        }
        self.peak = peak
        self.average = average
    }

    /// Rounded up.
    private static func rate(_ bytes: Int64, ticks: Int64, timescale: Int64) -> Bitrate {
        guard ticks > 0 else { return .zero }
        return Bitrate(bitsPerSecond: (bytes * 8 * timescale + ticks - 1) / ticks)
    }
}
