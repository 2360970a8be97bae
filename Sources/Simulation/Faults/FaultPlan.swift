import CourseModel
import Prefetching

/// All that is drawn from a seed before a run: what the school is like, and what happens to it when.
struct FaultPlan: Sendable {
    /// Faults come in this time; afterwards line, disk and program work, and everything must arrive.
    private static let troubleSeconds = 2_400

    let start: UTCTime
    let course: SmallCourse
    /// Bytes a second.
    let speed: Int
    let roundTrip: Duration
    /// The largest piece in which bytes arrive.
    let pieceMax: Int
    let windows: [LinkWindow]
    /// As the setting has them.
    let windowsText: String
    let cap: Bitrate?
    let rendition: RenditionPreference
    /// In the order of time.
    let faults: [(at: Duration, fault: Fault)]
    let troubleEnds: Duration

    /// - Parameter isQuiet: nothing happens, and the line is open.
    init(seed: UInt64, isQuiet: Bool = false) throws {
        var random = SplitMix64(state: seed)
        // Any minute of some week.
        self.start = UTCTime(milliseconds: 1_900_000_000_000 + Int64.random(in: 0..<10_080, using: &random) * 60_000)
        self.course = try SmallCourse(
            random: &random,
            now: self.start,
            lessons: isQuiet ? 1 : Int.random(in: 2...4, using: &random)
        )
        self.speed = Self.speed(&random)
        self.roundTrip = .milliseconds(Int64.random(in: 2...400, using: &random))
        self.pieceMax = Int.random(in: 200...1_500, using: &random)
        self.rendition = isQuiet ? .p270 : Int.random(in: 0..<5, using: &random) == 0 ? .p480 : .auto
        (self.windowsText, self.cap) =
            isQuiet ? ("", nil) : Self.schedule(&random, speed: self.speed, start: self.start)
        self.windows = LinkWindow.list(self.windowsText) ?? []
        self.troubleEnds = .seconds(Self.troubleSeconds)
        guard !isQuiet else {
            self.faults = []
            return
        }
        var faults: [(at: Duration, fault: Fault)] = []
        for _ in 0..<Int.random(in: 8...32, using: &random) {
            // Most of it while there is most to do.
            let latest = Bool.random(using: &random) ? 300 : Self.troubleSeconds
            let at = Duration.milliseconds(Int64.random(in: 0..<Int64(latest * 1_000), using: &random))
            faults.append((at, Self.fault(&random, self.course)))
        }
        self.faults = faults.sorted { $0.at < $1.at }
    }

    var assumedLine: LineRate { LineRate(about: ByteCount(bytes: Int64(self.speed))) }

    /// For a trace.
    var summary: String {
        let line = "\(self.speed) bytes/s, round trip \(self.roundTrip), cap \(self.cap?.bitsPerSecond ?? 0)"
        return "\(line), windows '\(self.windowsText)', rendition \(self.rendition)"
    }

    private static func speed(_ random: inout SplitMix64) -> Int {
        Int.random(in: 0..<4, using: &random) == 0
            ? Int.random(in: 4_000...200_000, using: &random) : Int.random(in: 300...2_000, using: &random)
    }

    private static func schedule(
        _ random: inout SplitMix64,
        speed: Int,
        start: UTCTime
    ) -> (windows: String, cap: Bitrate?) {
        // Half of the windows close while there is trouble.
        let isNear = Bool.random(using: &random)
        let minute = Int(start.milliseconds / 60_000 % 1_440)
        let until = (minute + Int.random(in: isNear ? 1...15 : 60...1_300, using: &random)) % 1_440
        let from = (until + 1_440 - Int.random(in: 120...1_320, using: &random)) % 1_440
        func clock(_ minute: Int) -> String { "\(minute / 60):\(minute % 60)" }
        let share = ["", "50%", "20%", "16 kbit/s"].randomElement(using: &random) ?? ""
        let windows =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: "daily \(clock(from))-\(clock(until)) \(share)"
            case 1: "daily 0:00-24:00 30%; daily \(clock(from))-\(clock(until))"
            default: ""
            }
        let capped = Int.random(in: 0..<3, using: &random) == 0
        let bits = Int64(max(300, speed * Int.random(in: 20...120, using: &random) / 100)) * 8
        return (windows, capped ? Bitrate(bitsPerSecond: bits) : nil)
    }

    private static func fault(_ random: inout SplitMix64, _ course: SmallCourse) -> Fault {
        func seconds(_ range: ClosedRange<Int64>) -> Duration {
            .milliseconds(Int64.random(in: (range.lowerBound * 1_000)...(range.upperBound * 1_000), using: &random))
        }
        func changes() -> Int? { Bool.random(using: &random) ? Int.random(in: 0..<60, using: &random) : nil }
        let tracks = course.allTracks
        let track = tracks[Int.random(in: 0..<tracks.count, using: &random)]
        switch Int.random(in: 0..<26, using: &random) {
        case 0, 1: return .cut(seconds(0...90))
        case 2, 3: return .silence(seconds(1...200))
        case 4: return .altering(seconds(5...120), permille: Int.random(in: 5...80, using: &random))
        case 5: return .altering(seconds(20...200), permille: 1_000)
        case 6: return .refusing(seconds(1...90), retryAfter: Bool.random(using: &random) ? seconds(1...120) : nil)
        case 7: return .absent(seconds(10...400), track.blob)
        case 8: return .shortAnswers(seconds(5...60))
        case 9: return .speed(Self.speed(&random))
        case 10: return .fullDisk(seconds(5...300))
        case 11, 12: return .rot
        case 13: return .truncation
        case 14, 15: return .kill(afterChanges: changes())
        case 16, 17, 18: return .powerCut(afterChanges: changes())
        case 19: return .indexLost
        case 20:
            let spans: [Int64] = [60_000, 3_600_000, 86_400_000, 34_560_000_000]
            let span = spans[Int.random(in: spans.indices, using: &random)]
            return .clockJump(milliseconds: Int64.random(in: -span...span, using: &random))
        case 21: return .scrub
        case 22: return .pause(seconds(1...120))
        default:
            let chunk = Int.random(in: track.chunks.indices, using: &random)
            return .viewer(
                ChunkAddress(blob: track.blob, chunk: chunk),
                chunks: Int.random(in: 1...track.chunks.count, using: &random)
            )
        }
    }
}
