import CourseModel
import Crediting

/// What a trainee's schools have reported of one lesson, before any rule is applied: the beginning of the evidence
/// behind a statement.
struct ReportedLesson: Hashable, Sendable, Encodable {
    let lesson: Lesson.ID
    let viewingSessions: Int
    let intervals: Int
    /// Media time of all intervals together; what was watched twice is in it twice.
    let mediaMs: MediaTime

    /// - Returns: one for each lesson, in ascending order.
    static func lines(of evidence: Evidence) -> [ReportedLesson] {
        let intervals = Dictionary(grouping: evidence.intervals, by: \.played.play)
        return Dictionary(grouping: evidence.plays, by: \.lesson).sorted { $0.key < $1.key }.map { lesson, plays in
            let played = plays.flatMap { intervals[$0.play] ?? [] }
            return ReportedLesson(
                lesson: lesson,
                viewingSessions: plays.count,
                intervals: played.count,
                mediaMs: played.reduce(.zero) { $0 + ($1.played.mediaMs.upperBound - $1.played.mediaMs.lowerBound) }
            )
        }
    }
}
