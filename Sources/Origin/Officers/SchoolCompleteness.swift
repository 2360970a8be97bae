package import CourseModel

/// How far one school is: what it holds, when the rest will be there, and what its trainees have been credited.
///
/// The JSON is stable: keys are added, never renamed.
package struct SchoolCompleteness: Hashable, Sendable, Codable {
    package let school: School.ID
    package let name: Title
    /// Whether it has an edge.
    package let isEnrolled: Bool
    /// Nothing was heard of it for longer than the rules allow, or ever.
    package let isSilent: Bool
    /// Its journal has two futures: nothing more is taken of it until it is enrolled anew.
    package let isForked: Bool
    /// Its technician has paused the prefetch, so that there is no forecast.
    package let isPaused: Bool
    /// Thousandths of the bytes of the renditions that it chose, which it holds and has verified, rounded down.
    package let verifiedPermille: Int64
    /// Current releases that it does not hold whole, most urgent first.
    package let lessonsMissing: [Lesson.ID]
    /// When the lesson that decides is needed: the missing one with the least time to spare; where none is missing, the
    /// first of all. Nil where no timetable or phase says.
    package let neededAtMs: UTCTime?
    /// When that missing lesson will be there, as the edge forecasts; nil where none is missing or there is no telling.
    package let readyAtMs: UTCTime?
    /// Some missing lesson will be, or is already, too late.
    package let isLate: Bool
    /// What would make missing lessons come in time, as the edge says; none where they do, nine times out of ten.
    package let help: [HelpCount]
    /// When anything was last heard: a report of viewing, or of holdings.
    package let lastReportMs: UTCTime?
    /// Nil before the edge has said so.
    package let diskFreeBytes: ByteCount?
    package let creditedHundredths: CreditHours
    package let requiredHundredths: CreditHours
    package let trainees: Int64
    /// Trainees who have all hours that they need, in every programme they are registered for.
    package let traineesDone: Int64
    /// As of when the figures of the edge are; nil before the first.
    package let asOfMs: UTCTime?
}

/// How far a county is: its schools, forked ones first, then silent ones, then late ones, then those that need help, then by
/// name.
package struct CountyCompleteness: Hashable, Sendable, Codable {
    package let asOfMs: UTCTime
    package let county: County.ID
    package let name: Title
    package let silentSchools: Int64
    package let schools: [SchoolCompleteness]

    package var lateSchools: Int64 { Int64(self.schools.count(where: \.isLate)) }
    package var schoolsInNeed: Int64 { Int64(self.schools.count { !$0.help.isEmpty }) }
    package var creditedHundredths: CreditHours { self.schools.reduce(.zero) { $0 + $1.creditedHundredths } }
    package var requiredHundredths: CreditHours { self.schools.reduce(.zero) { $0 + $1.requiredHundredths } }
    package var trainees: Int64 { self.schools.reduce(0) { $0 + $1.trainees } }
    package var traineesDone: Int64 { self.schools.reduce(0) { $0 + $1.traineesDone } }
    /// The mean, whatever renditions the schools chose; 1000 only when no school misses anything.
    package var verifiedPermille: Int64 {
        self.schools.isEmpty ? 0 : self.schools.reduce(0) { $0 + $1.verifiedPermille } / Int64(self.schools.count)
    }
}
