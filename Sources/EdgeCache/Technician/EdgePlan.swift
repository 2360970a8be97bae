package import CourseModel
package import Prefetching

/// What this school fetches, in which order and why, and when it will be here: what `lectern-edge plan --json` prints
/// and the technician's page shows.
///
/// The JSON is stable: keys are added, never renamed; `docs/formats.md` lists them.
package struct EdgePlan: Hashable, Sendable, Codable {
    package struct Link: Hashable, Sendable, Codable {
        /// Bytes of lessons a second, half of the time more.
        package let lineBytesPerSecond: ByteCount
        /// Nine times out of ten more.
        package let lineLowBytesPerSecond: ByteCount
        /// False while the setting `link.bitsPerSecond` stands in.
        package let isMeasured: Bool
        package let isPaused: Bool
        /// Whether a window is open now.
        package let isOpen: Bool
        /// Bytes of lessons a second that may be taken now; nil for all that comes.
        package let limitBytesPerSecond: ByteCount?
        /// When `isOpen` or the limit changes next; nil for never.
        package let changesAtMs: UTCTime?
        /// On the wire; nil for none.
        package let capBitsPerSecond: Bitrate?
        /// As the setting has them; empty for always.
        package let windows: String
        /// The setting `prefetch.rendition`.
        package let rendition: String
    }

    /// A place that lessons are fetched from.
    package struct Place: Hashable, Sendable, Codable {
        /// `origin`, `parent` or `peer`.
        package let source: Source.Kind
        /// Nil for the origin.
        package let edge: Edge.ID?
        /// Bytes of lessons a second, as measured lately; nil before that, and while a limit holds them back.
        package let bytesPerSecond: ByteCount?
        package let reason: SourceChooser.Reason
        /// The reason in words.
        package let words: Title
    }

    package struct Item: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let title: Title
        package let rendition: Rendition.ID?
        package let sizeBytes: ByteCount
        package let leftBytes: ByteCount
        /// Why it has its place: `first`, `timetable`, `phase`, `pinned` or `listed`.
        package let order: LessonNeeds.Reason
        package let isPinned: Bool
        package let neededAtMs: UTCTime?
        /// When it will be here, half of the times; nil where it is here, or there is no telling.
        package let readyAtMs: UTCTime?
        /// When it will be here, nine times out of ten.
        package let readyLateAtMs: UTCTime?
        /// Why this rendition.
        package let choice: RenditionChoice.Reason
        package let limit: RenditionChoice.Limit?
        /// The reasons in words.
        package let words: Title

        package var isHeld: Bool { self.leftBytes == .zero }
    }

    package struct Course: Hashable, Sendable, Codable {
        package let title: Title
        package let admission: ProgrammeAdmission
        /// The verdict in words, and what would help.
        package let words: Title

        /// Whether the catalogue lists any of it.
        package var hasLessons: Bool { self.admission.lessons > 0 }
    }

    /// The disk, and what gives way where there is too little room on it.
    package struct Storage: Hashable, Sendable, Codable {
        /// What there is of one lesson, or of nothing that is listed, for one reason.
        package struct Part: Hashable, Sendable, Codable {
            package let lesson: Lesson.ID?
            package let sizeBytes: ByteCount
            package let reason: EvictionOrder.Reason
            /// What it is, and why it gives way, in words.
            package let words: Title
        }

        package let freeBytes: ByteCount
        /// The setting `disk.reserveBytes`: what is left free.
        package let reserveBytes: ByteCount
        /// First what gives way first; at most `partsMax`.
        package let givesWay: [Part]
        /// What gave way lately, newest first.
        package let gaveWay: [Eviction]

        static let partsMax = 100
    }

    package let asOfMs: UTCTime
    /// IANA name; times are shown in it.
    package let timeZone: String
    package let link: Link
    /// In the order in which they are asked.
    package let sources: [Place]
    /// nil where the disk cannot be read.
    package let storage: Storage?
    /// In the order in which they come.
    package let lessons: [Item]
    package let programmes: [Course]
}
