import CourseModel
import ISOMedia

/// Whether the sound of a stream can be copied: looks at every sample before anything is written.
struct SoundCopySurvey: CopySurvey {
    /// A whole AAC-LC sample of eight channels has at most 6144 bits a channel (ISO/IEC 14496-3 §4.5.1.1).
    private static let sampleBytesMax = 8 * 768

    let stream: SourceStream
    private let configuration: AACConfiguration
    private let decodeCheck: DecodeCheck

    private(set) var samples: Int64 = 0
    private(set) var firstTicks: Int64?
    private var clock: AudioClock
    private var nextCheckTicks: Int64 = .min

    init(_ stream: SourceStream, _ configuration: AACConfiguration, decodeCheck: DecodeCheck) {
        self.stream = stream
        self.configuration = configuration
        self.decodeCheck = decodeCheck
        self.clock = AudioClock(stream)
    }

    /// Where the last sample ends.
    var endTicks: Int64 { self.clock.nextTicks ?? 0 }

    /// Every sample can start a segment.
    var starts: [Int64] { [] }

    mutating func take(_ packet: Packet) throws(PackagingError) -> PackagingReport.Reason? {
        guard let ticks = self.clock.place(packet.presentation.map { self.stream.ticks($0) }) else {
            return PackagingReport.Reason(.times, "sample \(self.samples + 1) has none, or one that goes back")
        }
        self.samples += 1
        let first = self.firstTicks ?? ticks
        self.firstTicks = first
        let time = self.stream.mediaTime(ticks - first).milliseconds
        guard (1...Self.sampleBytesMax).contains(packet.sizeBytes) else {
            throw PackagingError(.damaged, "the sound's bytes make no sense, \(time) ms after the start")
        }
        if self.stream.hasADTSHeaders, self.configuration.adtsHeaderBytes(packet.bytes) == nil {
            return PackagingReport.Reason(.parametersChange, "the sound, after \(time) ms")
        }
        guard ticks >= self.nextCheckTicks else { return nil }
        guard self.decodeCheck.frame(of: packet) != nil else {
            throw PackagingError(.damaged, "the sound cannot be decoded, \(time) ms after the start")
        }
        self.nextCheckTicks = ticks + self.stream.timescale
        return nil
    }

    func finish() -> PackagingReport.Reason? { nil }
}
