import CourseModel
import ISOMedia

/// Looks at every sample of an audio track before anything is written.
struct AudioSurvey {
    /// A whole AAC-LC sample of eight channels has at most 6144 bits a channel (ISO/IEC 14496-3 §4.5.1.1).
    private static let sampleBytesMax = 8 * 768

    let stream: SourceStream
    private let configuration: AACConfiguration
    private let decodeCheck: DecodeCheck
    private let hasHeaders: Bool

    private(set) var samples: Int64 = 0
    private(set) var firstTicks: Int64?
    private var clock: AudioClock
    private var nextCheckTicks: Int64 = .min

    /// - Parameter hasHeaders: each sample begins with an ADTS header.
    init(_ stream: SourceStream, _ configuration: AACConfiguration, decodeCheck: DecodeCheck, hasHeaders: Bool) {
        self.stream = stream
        self.configuration = configuration
        self.decodeCheck = decodeCheck
        self.hasHeaders = hasHeaders
        self.clock = AudioClock(stream)
    }

    /// Where the last sample ends.
    var endTicks: Int64? { self.clock.nextTicks }

    mutating func take(_ packet: Packet) throws(PackagingError) {
        self.samples += 1
        let ticks = try self.clock.place(packet.presentation.map { self.stream.ticks($0) })
        let first = self.firstTicks ?? ticks
        self.firstTicks = first
        let time = self.stream.mediaTime(ticks - first).milliseconds
        guard (1...Self.sampleBytesMax).contains(packet.sizeBytes) else {
            throw PackagingError(.damaged, "the sound's bytes make no sense, \(time) ms after the start")
        }
        if self.hasHeaders, self.configuration.adtsHeaderBytes(packet.bytes) == nil {
            throw PackagingError(.parametersChange, "the sound, after \(time) ms")
        }
        guard ticks >= self.nextCheckTicks else { return }
        guard self.decodeCheck.isDecodable(packet) else {
            throw PackagingError(.damaged, "the sound cannot be decoded, \(time) ms after the start")
        }
        self.nextCheckTicks = ticks + self.stream.timescale
    }
}
