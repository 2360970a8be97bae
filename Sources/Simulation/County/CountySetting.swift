package import CourseModel
package import Prefetching

/// A county's schools and their lines, and when they may be used.
package struct CountySetting: Sendable {
    package var schools = 180
    /// What all schools share towards the origin.
    package var exit = Bitrate(bitsPerSecond: 100_000_000)
    /// Between a school and the county.
    package var schoolLine = Bitrate(bitsPerSecond: 2_000_000)
    /// Whether an edge at the county fetches each chunk once for all schools.
    package var hasParent = false
    /// None for always.
    package var windows: [LinkWindow] = []
    /// From the publication to the first lesson.
    package var leadHours: Int64 = 72
    package var seed: UInt64 = 1

    package init() {}

    /// Monday, 18 March 2030, 08:00 in China: the publication.
    static let start = UTCTime(milliseconds: 1_900_022_400_000)
    static let utcOffsetMinutes = 480

    package var firstDay: UTCTime {
        UTCTime(milliseconds: Self.start.milliseconds + self.leadHours * 3_600_000)
    }

    var schedule: LinkSchedule { LinkSchedule(windows: self.windows, utcOffsetMinutes: Self.utcOffsetMinutes) }
}
