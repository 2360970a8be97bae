package import CourseModel

/// Whether a trainee may watch a lesson, and in which programme it is theirs.
package enum LessonAccess: Hashable, Sendable {
    case open(Programme)
    /// Every programme that has it has ended its access; this one last, at that time.
    case ended(Programme, at: UTCTime)
    /// None of the trainee's programmes has it.
    case notTheirs

    /// - Parameters:
    ///   - programmes: all that are known here.
    ///   - registered: those that the trainee takes part in.
    package init(
        to lesson: Lesson.ID,
        in programmes: [Programme],
        registered: Set<Programme.ID>,
        now: UTCTime
    ) {
        let theirs = programmes.filter { programme in
            registered.contains(programme.programme) && programme.lessons.contains { $0.lesson == lesson }
        }
        if let programme = theirs.first(where: { $0.accessEndsAtMs.map { now < $0 } ?? true }) {
            self = .open(programme)
        } else if let last = theirs.max(by: { ($0.accessEndsAtMs ?? .zero) < ($1.accessEndsAtMs ?? .zero) }) {
            self = .ended(last, at: last.accessEndsAtMs ?? .zero)
        } else {
            self = .notTheirs
        }
    }

    /// Nil where it is not theirs.
    package var programme: Programme? {
        switch self {
        case .open(let programme), .ended(let programme, at: _): programme
        case .notTheirs: nil
        }
    }
}

extension LessonShelf {
    func access(to lesson: Lesson.ID, for trainee: SignedIn, now: UTCTime) -> LessonAccess {
        LessonAccess(
            to: lesson,
            in: self.programmes(),
            registered: Set(trainee.account.registrations.map(\.programme)),
            now: now
        )
    }
}
