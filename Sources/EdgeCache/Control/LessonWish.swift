package import CourseModel

/// What a technician can ask for one lesson.
package enum LessonWish: String, Hashable, Sendable, CaseIterable {
    /// Before all others.
    case first
    /// Back to its place.
    case usual
    case pin
    case unpin
}

extension PrefetchService {
    /// - Throws: `NoSuchLesson` for a lesson that the catalogue does not list.
    package func grant(_ wish: LessonWish, _ lesson: Lesson.ID) throws {
        guard self.keeper.shelf.release(of: lesson) != nil || [.usual, .unpin].contains(wish) else {
            throw NoSuchLesson(lesson: lesson)
        }
        switch wish {
        case .first, .usual: try self.setFirst(lesson, wish == .first)
        case .pin, .unpin: try self.setPinned(lesson, wish == .pin)
        }
    }
}

/// The catalogue does not list a lesson.
package struct NoSuchLesson: Error, Hashable, Sendable, CustomStringConvertible {
    package let lesson: Lesson.ID

    package init(lesson: Lesson.ID) {
        self.lesson = lesson
    }

    package var description: String {
        "the catalogue lists no lesson \(self.lesson): `lectern-edge status` shows those that it lists"
    }
}
