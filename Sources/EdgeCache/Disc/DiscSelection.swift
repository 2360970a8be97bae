package import CourseModel
import Prefetching

/// Which lessons go on a disc.
package enum DiscSelection: Hashable, Sendable {
    /// All that the catalogue lists.
    case everything
    case programmes(Set<Programme.ID>)
    case lessons(Set<Lesson.ID>)
    /// What requests name: a lesson that is not listed any more is passed over.
    case requested(Set<Lesson.ID>)

    /// - Parameter listed: what the catalogue lists.
    /// - Returns: in the order in which they are needed.
    /// - Throws: `DiscExportError` where a programme or lesson is named that the catalogue does not list.
    func lessons(of listed: [Lesson.ID], programmes: [Programme], now: UTCTime) throws(DiscExportError) -> [Lesson.ID] {
        let chosen: Set<Lesson.ID>
        switch self {
        case .everything: chosen = Set(listed)
        case .programmes(let names):
            let known = Set(programmes.map(\.programme))
            if let unknown = names.subtracting(known).sorted().first { throw .unknownProgramme(unknown, known: known) }
            chosen = Set(programmes.filter { names.contains($0.programme) }.flatMap { $0.lessons.map(\.lesson) })
        case .lessons(let names):
            if let unknown = names.subtracting(listed).sorted().first { throw .unknownLesson(unknown) }
            chosen = names
        case .requested(let names): chosen = names
        }
        let needs = LessonNeeds(programmes: programmes, now: now)
        return listed.filter(chosen.contains).sorted { needs.isBefore($0, $1) }
    }
}
