/// Looks at the samples of one stream, to see whether they can be copied and where segments would start.
protocol CopySurvey {
    /// Those that go into the track file.
    var samples: Int64 { get }
    /// Where the first of them is shown, in ticks of the track file, as all times here; nil before it has come.
    var firstTicks: Int64? { get }
    /// Where the one that is shown last ends.
    var endTicks: Int64 { get }
    /// Where segments start; empty where any sample can start one.
    var starts: [Int64] { get }

    /// - Returns: why the stream cannot be copied; nothing may be asked of the survey after that.
    /// - Throws: `damaged`.
    mutating func take(_ packet: Packet) throws(PackagingError) -> PackagingReport.Reason?
    /// The end of the file.
    mutating func finish() -> PackagingReport.Reason?
}
