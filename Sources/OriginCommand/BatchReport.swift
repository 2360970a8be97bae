import CommandInterface
import CourseModel
import Origin

/// What became of a batch: a table and, for what is not published, why and what to do; or JSON.
struct BatchReport: Encodable {
    private struct Video: Encodable {
        let file: String
        let lesson: Lesson.ID
        let outcome: String
        /// Where it is published.
        let manifest: Digest?
        let sizeBytes: ByteCount?
        let durationMs: MediaTime?
        /// Where it is not.
        let reason: String?
        let message: String?
    }

    private let catalogueVersion: Int64
    private let published: Int
    private let unchanged: Int
    private let refused: Int
    private let failed: Int
    private let stopped: Int
    private let notBegun: Int
    private let videos: [Video]

    init(videos: [LessonVideo], outcomes: [PublicationOutcome], catalogueVersion: Int64) {
        let counts = Dictionary(outcomes.map { ($0.code, 1) }, uniquingKeysWith: +)
        self.catalogueVersion = catalogueVersion
        self.published = counts["published"] ?? 0
        self.unchanged = counts["unchanged"] ?? 0
        self.refused = counts["refused"] ?? 0
        self.failed = counts["failed"] ?? 0
        self.stopped = counts["stopped"] ?? 0
        self.notBegun = counts["notBegun"] ?? 0
        self.videos = zip(videos, outcomes).map { video, outcome in
            Video(
                file: video.name,
                lesson: video.lesson,
                outcome: outcome.code,
                manifest: outcome.publication?.release.manifest,
                sizeBytes: outcome.publication?.release.sizeBytes,
                durationMs: outcome.publication?.release.durationMs,
                reason: outcome.reason,
                message: outcome.message
            )
        }
    }

    /// One line about one video.
    static func line(_ video: LessonVideo, _ outcome: PublicationOutcome) -> String {
        let code = outcome.code + (outcome.reason.map { " (\($0))" } ?? "")
        let what = outcome.message ?? outcome.publication?.summary
        return "\(video.name)  \(video.lesson)  \(code)" + (what.map { ": \($0)" } ?? "")
    }

    var text: String {
        var table = TextTable([
            .init("file"), .init("lesson"), .init("outcome"), .init("reason"), .init("s", .trailing),
            .init("kB", .trailing),
        ])
        for video in self.videos {
            table.append([
                video.file, video.lesson.rawValue, video.outcome, video.reason ?? "",
                video.durationMs.map { "\($0.milliseconds / 1000)" } ?? "",
                video.sizeBytes.map { "\($0.bytes / 1000)" } ?? "",
            ])
        }
        let advice = self.videos.compactMap { video in video.message.map { "\(video.file): \($0)\n" } }.joined()
        return table.text + "\n" + advice + (advice.isEmpty ? "" : "\n") + self.totals + "\n"
    }

    private var totals: String {
        let counts = [
            ("published", self.published), ("unchanged", self.unchanged), ("refused", self.refused),
            ("failed", self.failed), ("stopped", self.stopped), ("not begun", self.notBegun),
        ]
        let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        let rest = self.stopped + self.notBegun > 0 ? "; the same command again takes up the rest" : ""
        return "\(self.videos.count) videos: \(words); catalogue \(self.catalogueVersion)\(rest)"
    }
}
