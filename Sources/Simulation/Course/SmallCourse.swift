import CourseModel
import EdgeCache
import Prefetching

/// A course small enough to be fetched in thousands of ways: some lessons of real bytes, in chunks of a few kilobytes, each
/// in two pictures and two sounds.
struct SmallCourse: Sendable {
    let releases: [ShelvedRelease]
    let programme: Programme
    private let files: [Digest: [UInt8]]
    private let tracks: [Digest: Track]
    private let lessons: [Digest: Lesson.ID]
    private let ranges: [Digest: [Range<Int64>]]

    /// - Parameter now: the first lesson is needed some hours or days later.
    init(random: inout SplitMix64, now: UTCTime, lessons count: Int) throws {
        var files: [Digest: [UInt8]] = [:]
        var releases: [ShelvedRelease] = []
        for number in 1...count {
            let lesson = Self.lesson(number, &files, &random)
            let manifest = try lesson.manifest()
            releases.append(ShelvedRelease(digest: Digest(of: Array(lesson.name.utf8)), manifest: manifest))
        }
        let hours = Int64.random(in: 1...72, using: &random)
        self.releases = releases
        self.programme = try SimulatedProgramme(
            firstDay: UTCTime(milliseconds: now.milliseconds + hours * 3_600_000),
            lessonsPerDay: 2,
            days: 1,
            slotMs: 3_600_000
        ).programme(of: releases.map(\.manifest.lesson))
        self.files = files
        let manifests = releases.map(\.manifest)
        self.tracks = Dictionary(manifests.flatMap(\.tracks).map { ($0.blob, $0) }) { first, _ in first }
        self.ranges = self.tracks.mapValues(\.chunkRanges)
        self.lessons = Dictionary(
            manifests.flatMap { manifest in manifest.tracks.map { ($0.blob, manifest.lesson) } }
        ) { first, _ in first }
    }

    /// All track files, in the manifests' order.
    var allTracks: [Track] { self.releases.flatMap(\.manifest.tracks) }

    func track(_ blob: Digest) -> Track? { self.tracks[blob] }

    func lesson(of blob: Digest) -> Lesson.ID? { self.lessons[blob] }

    /// What the origin has of a track file.
    func bytes(_ range: Range<Int64>, of blob: Digest) -> [UInt8] {
        guard let file = self.files[blob], range.upperBound <= Int64(file.count) else { return [] }
        return Array(file[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// Where the chunks of a track file lie.
    func ranges(of blob: Digest) -> [Range<Int64>] { self.ranges[blob] ?? [] }

    /// How many of the last of so many first bytes of a chunk are zeros.
    func zeros(before count: Int64, of address: ChunkAddress) -> Int64 {
        let start = self.ranges(of: address.blob)[address.chunk].lowerBound
        let bytes = self.bytes(start..<(start + count), of: address.blob)
        return Int64(bytes.reversed().prefix { $0 == 0 }.count)
    }

    func size(of address: ChunkAddress) -> Int64 {
        self.tracks[address.blob]?.chunks[address.chunk].sizeBytes.bytes ?? 0
    }

    private static func lesson(
        _ number: Int,
        _ files: inout [Digest: [UInt8]],
        _ random: inout SplitMix64
    ) -> SimulatedLesson {
        let segments = Int.random(in: 2...6, using: &random)
        var made: [SimulatedLesson.File] = []
        let kinds: [(String, SimulatedLesson.Kind, ClosedRange<Int>)] = [
            ("video-480p", .picture(height: 480), 1_500...6_000), ("video-270p", .picture(height: 270), 700...3_000),
            ("audio", .sound, 300...900), ("audio-48k", .sound, 150...500), ("poster", .poster, 400...900),
        ]
        for (name, kind, sizes) in kinds {
            var chunks: [[UInt8]] = []
            for _ in 0...(name == "poster" ? 0 : segments) {
                chunks.append(Self.bytes(Int.random(in: sizes, using: &random), &random))
            }
            let bytes = chunks.flatMap { $0 }
            let blob = Digest(of: bytes)
            files[blob] = bytes
            made.append(
                SimulatedLesson.File(
                    name: name,
                    kind: kind,
                    blob: blob,
                    chunks: chunks.enumerated().map { index, bytes in
                        Chunk(
                            digest: Digest(of: bytes),
                            sizeBytes: ByteCount(bytes: Int64(bytes.count)),
                            durationTicks: index == 0 ? 0 : 6_000
                        )
                    }
                )
            )
        }
        return SimulatedLesson(
            name: "lesson-\(number)",
            durationMs: MediaTime(milliseconds: Int64(segments) * 6_000),
            files: made,
            renditions: [
                ("480p", ["video-480p", "audio"]), ("270p", ["video-270p", "audio-48k"]), ("audio", ["audio-48k"]),
            ]
        )
    }

    /// Some chunks end with zeros: what has come of a chunk is told from zeros by looking.
    private static func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = Int.random(in: 0..<8, using: &random) == 0 ? count * 3 / 4 : count
        for index in 0..<filled { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
        return bytes
    }
}
