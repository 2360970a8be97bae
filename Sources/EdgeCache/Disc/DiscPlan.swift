package import CourseModel

/// What goes on which disc, and what does not.
package struct DiscPlan: Hashable, Sendable {
    /// A lesson that was asked for and is not written.
    package struct LeftOut: Hashable, Sendable, Codable {
        package enum Reason: String, Hashable, Sendable, Codable {
            /// No rendition that was allowed is here whole.
            case notHeld
            /// An empty disc has too little room for it.
            case tooLarge
            /// What is here has gone bad.
            case damaged
        }

        package let lesson: Lesson.ID
        package let reason: Reason
    }

    package let discs: [[DiscLesson]]
    package let leftOut: [LeftOut]
    /// What is on every disc besides lessons.
    let commonBytes: ByteCount

    /// Of all track files.
    package var sizeBytes: ByteCount {
        self.discs.joined().reduce(.zero) { $0 + $1.sizeBytes }
    }

    /// What all discs take together.
    package var roomBytes: ByteCount {
        self.discs.reduce(.zero) { $1.reduce($0 + self.commonBytes) { $0 + $1.roomBytes } }
    }
}

/// What was written: `disc export --json`.
package struct DiscExportResult: Hashable, Sendable, Codable {
    package struct Disc: Hashable, Sendable, Codable {
        package struct Lesson: Hashable, Sendable, Codable {
            package let lesson: CourseModel.Lesson.ID
            package let rendition: Rendition.ID?
            package let sizeBytes: ByteCount
        }

        package let folder: String
        package let lessons: [Lesson]

        init(folder: String, lessons: [DiscLesson]) {
            self.folder = folder
            self.lessons = lessons.map {
                Lesson(lesson: $0.lesson, rendition: $0.rendition, sizeBytes: $0.sizeBytes)
            }
        }

        package var sizeBytes: ByteCount { self.lessons.reduce(.zero) { $0 + $1.sizeBytes } }
    }

    package internal(set) var discs: [Disc] = []
    package internal(set) var leftOut: [DiscPlan.LeftOut]
}

/// Why no disc was written.
package enum DiscExportError: Error, Hashable, Sendable, CustomStringConvertible {
    case noCatalogue
    case unknownProgramme(Programme.ID, known: Set<Programme.ID>)
    case unknownLesson(Lesson.ID)
    case tooLittleRoom(folder: String, needed: ByteCount, free: ByteCount)

    package var description: String {
        switch self {
        case .noCatalogue: "this edge has no catalogue yet: let it reach its origin first"
        case .unknownProgramme(let programme, let known):
            "there is no programme \(programme); there are: \(known.sorted().map(\.rawValue).joined(separator: ", "))"
        case .unknownLesson(let lesson): "\(NoSuchLesson(lesson: lesson))"
        case .tooLittleRoom(let folder, let needed, let free):
            """
            \(folder) has \(free.bytes / 1_000_000) MB free and \(needed.bytes / 1_000_000 + 1) MB are needed: take a larger \
            disc, a lower --rendition, or fewer lessons
            """
        }
    }
}
