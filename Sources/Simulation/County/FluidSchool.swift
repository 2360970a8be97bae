import CourseModel
import Prefetching

/// A school at the scale of runs: what it fetches, in which rendition and order, is decided by the product's chooser and
/// planner from what its meter has measured; bytes flow as the county's model gives them.
struct FluidSchool: Sendable {
    /// What all schools of a county know alike.
    struct Moment {
        let now: UTCTime
        /// Since the publication.
        let elapsed: Duration
        let needs: LessonNeeds
        let schedule: LinkSchedule
    }

    /// Hours.
    private static let replanInterval = 12

    private let course: RunScaleCourse
    private let assumed: LineRate
    var line: SchoolLine
    /// Bit n is chunk n; by track.
    private var held: [UInt64]
    private var choices: [Lesson.ID: RenditionChoice] = [:]
    private var runs: [PlannedRun] = []
    private var cursor = 0
    private var chunk = 0
    /// Bytes of chunks that are not whole.
    private var begun: [Int: Int64] = [:]
    private var meter: LineRateMeter
    private var chosenAt: (hour: Int, low: ByteCount)?
    private(set) var readyAfter: Duration?
    private(set) var bytes: Int64 = 0
    private(set) var lateLessons = 0

    init(_ course: RunScaleCourse, line: Bitrate, seed: UInt64) {
        self.course = course
        self.assumed = LineRate(about: LinkPayload.perSecond(of: line))
        self.meter = LineRateMeter(assumed: self.assumed)
        self.line = SchoolLine(line, seed: seed)
        self.held = Array(repeating: 0, count: course.chunks.count)
    }

    var isReady: Bool { self.readyAfter != nil }
    var wantsLine: Bool { self.cursor < self.runs.count }

    /// How many lessons are held or will be in each rendition.
    var renditions: [String: Int] {
        Dictionary(self.choices.values.map { ($0.rendition?.rawValue ?? "-", 1) }, uniquingKeysWith: +)
    }

    // MARK: - Deciding

    /// An hour begins: chooses and plans anew where the line turns out otherwise, and twice a day.
    mutating func look(hour: Int, _ moment: Moment) {
        guard !self.isReady else { return }
        let low = self.rate(at: moment).low
        if let chosenAt, hour - chosenAt.hour < Self.replanInterval,
            abs(low.bytes - chosenAt.low.bytes) * 10 <= chosenAt.low.bytes
        {
            return
        }
        self.chosenAt = (hour, low)
        self.plan(moment)
    }

    private func rate(at moment: Moment) -> LineRate { self.meter.rate(at: moment.elapsed) ?? self.assumed }

    private mutating func plan(_ moment: Moment) {
        let line = PrefetchOutlook.Line(rate: self.rate(at: moment), schedule: moment.schedule, now: moment.now)
        let course = self.course
        let options = course.manifests.indices.map { index in
            let manifest = course.manifests[index]
            let isFresh = manifest.tracks.allSatisfy { self.held[course.place(of: $0.blob)] == 0 }
            return isFresh ? course.fresh[index] : LessonOptions(of: manifest) { self.heldChunks(of: $0.blob) }
        }
        self.choices = RenditionChooser(.auto).choices(for: options, needs: moment.needs, line: line.low)
        self.runs = PrefetchPlanner().plan(
            manifests: course.manifests,
            needs: moment.needs,
            chosen: self.choices,
            held: { self.heldChunks(of: $0) }
        )
        self.cursor = 0
        self.chunk = self.runs.first?.chunks.lowerBound ?? 0
    }

    private func heldChunks(of blob: Digest) -> Set<Int> {
        let bits = self.held[self.course.place(of: blob)]
        return bits == 0 ? [] : Set((0..<64).filter { bits & (1 << UInt64($0)) != 0 })
    }

    /// Whether all of a lesson is held in the rendition that is chosen.
    private func isHeld(_ manifest: Manifest) -> Bool {
        manifest.tracks(playing: self.choices[manifest.lesson]?.rendition).allSatisfy { track in
            self.held[self.course.place(of: track.blob)].nonzeroBitCount == track.chunks.count
        }
    }

    /// A lesson is needed now.
    mutating func need(_ manifest: Manifest) {
        if !self.isHeld(manifest) { self.lateLessons += 1 }
    }

    // MARK: - Bytes

    mutating func follow(isWanted: Bool, at elapsed: Duration) {
        self.meter.follow(isWanted: isWanted, limit: nil, at: elapsed)
    }

    /// Takes what its line brings in a while that begins now.
    ///
    /// - Parameters:
    ///   - count: bytes that the line can bring.
    ///   - parent: gives a chunk as soon as it has it; nil where the origin is asked.
    /// - Returns: how many bytes came.
    mutating func take(_ count: Int64, in span: Duration, parent: inout ParentStock?, _ moment: Moment) -> Int64 {
        var left = count
        while left > 0, self.cursor < self.runs.count {
            let run = self.runs[self.cursor]
            let track = self.course.place(of: run.blob)
            if parent?.give(track: track, chunk: self.chunk) == false { break }
            let key = track * 64 + self.chunk
            let missing = self.course.chunks[track][self.chunk] - self.begun[key, default: 0]
            guard missing <= left else {
                self.begun[key, default: 0] += left
                left = 0
                break
            }
            left -= missing
            self.begun[key] = nil
            self.held[track] |= 1 << UInt64(self.chunk)
            self.chunk += 1
            if self.chunk == run.chunks.upperBound { self.endRun(moment) }
        }
        if self.cursor == self.runs.count {
            self.readyAfter = moment.elapsed + span * Double(count - left) / Double(max(1, count))
        }
        self.bytes += count - left
        self.meter.add(ByteCount(bytes: count - left), at: moment.elapsed + span)
        return count - left
    }

    /// Goes on to the next run, and where there is none plans again: what the plan could not hold comes next.
    private mutating func endRun(_ moment: Moment) {
        self.cursor += 1
        if self.cursor == self.runs.count { self.plan(moment) }
        if self.cursor < self.runs.count { self.chunk = self.runs[self.cursor].chunks.lowerBound }
    }
}
