package import CourseModel

/// Divides lessons over discs of one size.
///
/// A lesson is on one disc, so that each disc is of use without the others. Lessons are taken in the order in which they
/// are needed, each onto the first disc that has room: the first disc has what is needed first.
package struct DiscPacking: Hashable, Sendable {
    /// None of them empty.
    package private(set) var discs: [[DiscLesson]] = []
    /// Lessons for which an empty disc is too small.
    package private(set) var tooLarge: [DiscLesson] = []

    /// - Parameters:
    ///   - lessons: in the order in which they are needed.
    ///   - discSizeBytes: nil for one disc that takes everything.
    ///   - commonBytes: what is on every disc besides lessons: catalogue, programmes and index.
    package init(_ lessons: [DiscLesson], discSizeBytes: ByteCount?, commonBytes: ByteCount) {
        guard let discSizeBytes else {
            self.discs = lessons.isEmpty ? [] : [lessons]
            return
        }
        let size = discSizeBytes - commonBytes
        var room: [ByteCount] = []
        for lesson in lessons {
            guard lesson.roomBytes <= size else {
                self.tooLarge.append(lesson)
                continue
            }
            if let disc = room.firstIndex(where: { lesson.roomBytes <= $0 }) {
                self.discs[disc].append(lesson)
                room[disc] = room[disc] - lesson.roomBytes
            } else {
                self.discs.append([lesson])
                room.append(size - lesson.roomBytes)
            }
        }
    }
}
