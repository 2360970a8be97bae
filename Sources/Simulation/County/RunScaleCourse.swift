package import CourseModel
import Prefetching

/// A programme of realistic size: lessons of 45 minutes in four renditions, in chunks of about one run of the prefetch
/// plan, which are as fine as a county of schools needs them.
///
/// The renditions are those of docs/renditions.md, the source's as in a lesson filmed in a classroom: 1,100 kbit/s, 500,
/// 220 and the sound alone at 48, each lesson up to a quarter more or less.
package struct RunScaleCourse: Sendable {
    /// 36 hours of a concentrated phase of six days, and 14 of a dispersed one.
    package static let lessonsStandard = 50
    static let lessonsPerDay = 6
    static let days = 6
    private static let lessonSeconds: Int64 = 2_700
    private static let chunkBytes: Int64 = 16_000_000

    let manifests: [Manifest]
    let programme: Programme
    let chunks: [[Int64]]
    private let places: [Digest: Int]
    /// What a school without anything chooses among, in the order of the manifests.
    let fresh: [LessonOptions]

    /// - Parameters:
    ///   - firstDay: the first lesson of the first day.
    ///   - seed: of the lessons' sizes.
    package init(lessons: Int = Self.lessonsStandard, firstDay: UTCTime, seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        var manifests: [Manifest] = []
        for number in 1...lessons {
            let permille = Int64.random(in: 750...1_250, using: &random)
            manifests.append(try Self.lesson(number, permille: permille).manifest())
        }
        let tracks = manifests.flatMap(\.tracks)
        self.manifests = manifests
        self.programme = try SimulatedProgramme(
            firstDay: firstDay,
            lessonsPerDay: Self.lessonsPerDay,
            days: Self.days,
            slotMs: 3_600_000
        ).programme(of: manifests.map(\.lesson))
        self.chunks = tracks.map { $0.chunks.map(\.sizeBytes.bytes) }
        self.places = Dictionary(tracks.enumerated().map { ($1.blob, $0) }) { first, _ in first }
        self.fresh = manifests.map { LessonOptions(of: $0) { _ in [] } }
    }

    /// Where a track stands among all of the course.
    func place(of blob: Digest) -> Int { self.places[blob] ?? 0 }

    private static func lesson(_ number: Int, permille: Int64) -> SimulatedLesson {
        let name = "lesson-\(number)"
        let kinds: [(String, SimulatedLesson.Kind, Int64)] = [
            ("video-720p", .picture(height: 720), 1_000), ("video-480p", .picture(height: 480), 400),
            ("video-270p", .picture(height: 270), 172), ("audio", .sound, 100), ("audio-48k", .sound, 48),
        ]
        let files = kinds.map { track, kind, kilobits in
            let isSound = if case .sound = kind { true } else { false }
            let size = kilobits * 125 * Self.lessonSeconds * (isSound ? 1_000 : permille) / 1_000
            let count = (size + Self.chunkBytes - 1) / Self.chunkBytes
            return SimulatedLesson.File(
                name: track,
                kind: kind,
                blob: Digest(of: Array("\(name)/\(track)".utf8)),
                chunks: (0..<count).map { chunk in
                    Chunk(
                        digest: Digest(of: Array("\(name)/\(track)/\(chunk)".utf8)),
                        sizeBytes: ByteCount(bytes: size * (chunk + 1) / count - size * chunk / count),
                        durationTicks: Self.lessonSeconds * 1_000 / count
                    )
                }
            )
        }
        return SimulatedLesson(
            name: name,
            durationMs: MediaTime(milliseconds: Self.lessonSeconds * 1_000),
            files: files,
            renditions: [
                ("720p", ["video-720p", "audio"]), ("480p", ["video-480p", "audio"]),
                ("270p", ["video-270p", "audio-48k"]), ("audio", ["audio-48k"]),
            ]
        )
    }
}
