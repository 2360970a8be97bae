import Testing

@testable import MediaPackaging

/// What ffprobe says of the times in a stream.
struct ProbedTimes {
    /// Presentation times of all packets, ascending, in the stream's own ticks.
    let ticks: [Int64]
    /// Ticks per second.
    let timescale: Int64

    init(_ path: String, stream: Int) throws {
        let answer = try Program.check(
            ["ffprobe", "-v", "error", "-select_streams", "\(stream)", "-show_entries", "packet=pts:stream=time_base"]
                + ["-of", "default=noprint_wrappers=1", path]
        )
        var ticks: [Int64] = []
        var timescale: Int64?
        for line in answer.split(separator: "\n") {
            let parts = line.split(separator: "=")
            switch parts.first {
            case "pts": ticks.append(try #require(Int64(parts[1]), "\(line)"))
            case "time_base": timescale = parts[1].split(separator: "/").last.flatMap { Int64($0) }
            default: break
            }
        }
        self.ticks = ticks.sorted()
        self.timescale = try #require(timescale)
    }

    /// The earliest of them.
    var origin: TimeOrigin { TimeOrigin(ticks: self.ticks.first ?? 0, timescale: self.timescale) }

    /// As the lesson has them: from the first on, in ticks of a track.
    func lessonTicks(_ timescale: Int64) -> [Int64] {
        let origin = self.origin.ticks(timescale)
        return self.ticks.map { TimeOrigin(ticks: $0, timescale: self.timescale).ticks(timescale) - origin }
    }
}
