/// Looks at every sample of one stream before anything is written, and decides whether it is copied or encoded.
struct StreamSurvey {
    let stream: SourceStream
    private(set) var times: StreamTimes
    /// nil where it cannot be copied.
    private(set) var copy: (any CopySurvey)?
    /// Why it is encoded for browsers.
    private(set) var reasons: [PackagingReport.Reason]
    /// For a stream that is, or may have to be, encoded.
    private let firstFrame: FirstFrame?

    init(
        _ stream: SourceStream,
        _ copy: (any CopySurvey)?,
        _ firstFrame: FirstFrame?,
        times: StreamTimes,
        isRepair: Bool
    ) {
        self.stream = stream
        self.firstFrame = firstFrame
        self.times = times
        self.copy = isRepair ? nil : copy
        self.reasons = isRepair ? [PackagingReport.Reason(.repair)] + stream.reasons : stream.reasons
    }

    /// Where the first sample is that goes into a track, in ticks of the track file.
    var firstTicks: Int64? {
        if let copy { return copy.firstTicks }
        return self.firstFrame?.start.map { self.stream.ticks($0) } ?? self.times.firstTicks
    }
    var endTicks: Int64 { self.copy?.endTicks ?? self.times.endTicks }

    /// - Parameter changedMs: where the file is, in milliseconds, if the samples from here on need another decoder
    ///   configuration.
    mutating func take(_ packet: Packet, changedMs: Int64?) throws(PackagingError) {
        try self.times.take(packet)
        self.firstFrame?.take(packet)
        guard self.copy != nil else { return }
        if let changedMs {
            self.meet(PackagingReport.Reason(.parametersChange, "after \(changedMs) ms"))
        } else {
            self.meet(try self.copy?.take(packet) ?? nil)
        }
    }

    /// - Throws: `notMonotonic`.
    mutating func finish() throws(PackagingError) {
        try self.times.finish()
        self.firstFrame?.take(nil)
        self.meet(self.copy?.finish() ?? nil)
    }

    private mutating func meet(_ obstacle: PackagingReport.Reason?) {
        guard let obstacle else { return }
        self.reasons.append(obstacle)
        self.copy = nil
    }
}
