import CourseModel
import ISOMedia

/// Whether the pictures of a stream can be copied: looks at every sample before anything is written.
struct PictureCopySurvey: CopySurvey {
    /// Pictures between two IDR pictures, e.g. 60 s at 240 a second.
    private static let groupSamplesMax = 14_400
    /// Bytes of one segment, which are held in memory.
    private static let segmentBytesMax = 64 << 20
    /// Pictures before the first IDR picture cannot be shown; a recording of a broadcast starts with some.
    private static let leadingSecondsMax: Int64 = 10
    /// Key pictures between the starts of segments are decoded, too: one every so often, for the storyboard, and more of
    /// them at first, where that costs little. A damaged file is damaged in many places, and a short one has few.
    private static let checkSecondsMax: Int64 = 10
    private static let closeCheckSeconds: Int64 = 1
    private static let closeCheckUntilSeconds: Int64 = 60

    let stream: SourceStream
    private let configuration: VideoConfiguration
    private let decodeCheck: BackgroundDecodeCheck
    private let gapTicksMax: Int64

    private(set) var samples: Int64 = 0
    private var grid: SegmentGrid
    private var seen: Int64 = 0
    private var lastTicks: Int64 = .min
    private var firstSeenTicks: Int64?
    private var lastDecode: Int64?
    /// How long the picture that came last is shown, where the container says so.
    private var lastDuration: Int64 = 1
    private var nextCheckTicks: Int64 = .min
    private var segmentBytes = 0
    /// Presentation times since the last IDR picture, which is the first of them.
    private var group: [Int64] = []

    /// - Parameters:
    ///   - decodeCheck: is finished by whoever reads the source, when it has been read.
    ///   - gapSecondsMax: the longest time between two IDR pictures.
    init(
        _ stream: SourceStream,
        _ configuration: VideoConfiguration,
        decodeCheck: BackgroundDecodeCheck,
        segmentSeconds: Int,
        gapSecondsMax: Int
    ) {
        self.stream = stream
        self.configuration = configuration
        self.decodeCheck = decodeCheck
        self.gapTicksMax = Int64(gapSecondsMax) * stream.timescale
        self.grid = SegmentGrid(segmentSeconds: segmentSeconds, timescale: stream.timescale)
    }

    var starts: [Int64] { self.grid.starts }

    /// Where the picture shown last ends.
    var endTicks: Int64 { self.lastTicks + self.lastDuration }

    /// Where the first picture that can be shown is; nil before it has come.
    var firstTicks: Int64? { self.grid.starts.first }

    mutating func take(_ packet: Packet) throws(PackagingError) -> PackagingReport.Reason? {
        self.seen += 1
        guard let presentation = packet.presentation else {
            return PackagingReport.Reason(.times, "picture \(self.seen) has no time")
        }
        if let decode = packet.decode {
            if let last = self.lastDecode, decode <= last {
                return PackagingReport.Reason(.times, "picture \(self.seen) comes before the one before it")
            }
            self.lastDecode = decode
        }
        let ticks = self.stream.ticks(presentation)
        let unit = AccessUnit(packet.bytes, of: self.configuration)
        guard unit.isSound else { throw self.damage("a picture's bytes make no sense", at: ticks) }
        if unit.changesParameters {
            return PackagingReport.Reason(.parametersChange, "after \(self.time(of: ticks)) ms")
        }
        if unit.isIDR {
            if let obstacle = self.closeGroup() { return obstacle }
            let starts = self.grid.offer(ticks)
            if starts { self.segmentBytes = 0 }
            if starts || ticks >= self.nextCheckTicks {
                try self.decodeCheck.check(
                    packet,
                    timeMs: self.stream.mediaTime(ticks).milliseconds,
                    or: self.damage("a key frame cannot be decoded", at: ticks)
                )
                let seconds = (ticks - (self.firstTicks ?? ticks)) / self.stream.timescale
                let isClose = seconds < Self.closeCheckUntilSeconds
                self.nextCheckTicks =
                    ticks + (isClose ? Self.closeCheckSeconds : Self.checkSecondsMax) * self.stream.timescale
            }
        } else if self.firstTicks == nil {
            let first = self.firstSeenTicks ?? ticks
            self.firstSeenTicks = first
            return ticks - first <= Self.leadingSecondsMax * self.stream.timescale
                ? nil : PackagingReport.Reason(.keyframesTooFarApart, "no IDR picture in the first seconds")
        }
        return self.add(packet, at: ticks)
    }

    mutating func finish() -> PackagingReport.Reason? {
        guard self.firstTicks != nil else {
            return PackagingReport.Reason(.keyframesTooFarApart, "no IDR picture at all")
        }
        if let obstacle = self.closeGroup() { return obstacle }
        self.grid.finish(at: self.endTicks)
        return nil
    }

    private mutating func add(_ packet: Packet, at ticks: Int64) -> PackagingReport.Reason? {
        self.samples += 1
        self.group.append(ticks)
        self.segmentBytes += packet.sizeBytes
        let start = self.group[0]
        guard self.group.count <= Self.groupSamplesMax, ticks - start <= self.gapTicksMax,
            self.segmentBytes <= Self.segmentBytesMax
        else {
            return PackagingReport.Reason(.keyframesTooFarApart, "none after \(self.time(of: start)) ms")
        }
        let duration = packet.duration > 0 ? self.stream.ticks(packet.duration) : self.stream.sampleTicks
        self.lastDuration = max(1, duration)
        return nil
    }

    /// An IDR picture has come, or the end: all pictures since the one before must lie between the two.
    private mutating func closeGroup() -> PackagingReport.Reason? {
        guard let start = self.group.first else { return nil }
        self.group.sort()
        let areDistinct = zip(self.group, self.group.dropFirst()).allSatisfy { $0 < $1 }
        guard areDistinct, self.group[0] == start, start > self.lastTicks, let last = self.group.last else {
            return PackagingReport.Reason(.times, "pictures overlap after \(self.time(of: start)) ms")
        }
        self.lastTicks = last
        self.group.removeAll(keepingCapacity: true)
        return nil
    }

    private func damage(_ what: String, at ticks: Int64) -> PackagingError {
        PackagingError(.damaged, "\(what), \(self.time(of: ticks)) ms after the start")
    }

    private func time(of ticks: Int64) -> Int64 {
        self.stream.mediaTime(ticks - (self.firstTicks ?? ticks)).milliseconds
    }
}
