import CourseModel
import Prefetching

/// A county's schools from the publication of a programme until the last of them has it.
package struct CountyRun: Sendable {
    package struct School: Hashable, Sendable {
        /// Since the publication; nil where it was not ready when the run ended.
        package let readyAfter: Duration?
        package let bytes: Int64
        /// Lessons that were not there when they were needed.
        package let lateLessons: Int
        /// How many lessons it has in which rendition.
        package let renditions: [String: Int]
    }

    package struct Result: Sendable {
        package let schools: [School]
        /// What the origin sent in each step.
        package let originBytes: [Int64]
    }

    package static let step: Duration = .seconds(300)
    private static let stepSeconds: Int64 = 300
    private static let stepsPerHour = 12
    /// Three weeks: whoever is not ready by then is not.
    private static let hoursMax = 21 * 24

    private let setting: CountySetting
    private let course: RunScaleCourse
    private let schedule: LinkSchedule
    private var schools: [FluidSchool]
    private var parent: ParentStock?
    private var originBytes: [Int64] = []

    package init(_ setting: CountySetting, course: RunScaleCourse) {
        self.setting = setting
        self.course = course
        self.schedule = setting.schedule
        self.schools = (0..<setting.schools).map { number in
            FluidSchool(course, line: setting.schoolLine, seed: setting.seed &* 1_000_003 &+ UInt64(number))
        }
        self.parent = setting.hasParent ? ParentStock(course) : nil
    }

    package mutating func run() -> Result {
        for hour in 0..<Self.hoursMax {
            if self.schools.allSatisfy(\.isReady) { break }
            let first = hour * Self.stepsPerHour
            let needs = LessonNeeds(programmes: [self.course.programme], now: self.time(first))
            for index in self.schools.indices {
                self.schools[index].line.begin(hour: hour)
                self.schools[index].look(hour: hour, self.moment(first, needs))
            }
            for step in first..<(first + Self.stepsPerHour) { self.advance(step, self.moment(step, needs)) }
        }
        return Result(
            schools: self.schools.map { school in
                School(
                    readyAfter: school.readyAfter,
                    bytes: school.bytes,
                    lateLessons: school.lateLessons,
                    renditions: school.renditions
                )
            },
            originBytes: self.originBytes
        )
    }

    private func time(_ step: Int) -> UTCTime {
        UTCTime(milliseconds: CountySetting.start.milliseconds + Int64(step) * Self.stepSeconds * 1_000)
    }

    private func moment(_ step: Int, _ needs: LessonNeeds) -> FluidSchool.Moment {
        FluidSchool.Moment(
            now: self.time(step),
            elapsed: Self.step * step,
            needs: needs,
            schedule: self.schedule
        )
    }

    private mutating func advance(_ step: Int, _ moment: FluidSchool.Moment) {
        let line = LinkPayload.perSecond(of: self.setting.schoolLine)
        // Windows begin and end at minutes at which steps begin.
        let limit = self.schedule.stretch(at: moment.now, line: line).limit?.bytes ?? .max
        let wanted = self.schools.map { $0.wantsLine ? min($0.line.bytesPerSecond, limit) : 0 }
        let exit = LinkPayload.perSecond(of: self.setting.exit).bytes
        let rates = self.parent == nil ? FairShare.shares(of: exit, wanted: wanted) : wanted
        self.parent?.begin(exitBytes: limit == 0 ? 0 : exit * Self.stepSeconds)
        var sent: Int64 = 0
        for index in self.schools.indices where !self.schools[index].isReady {
            self.schools[index].follow(isWanted: self.schools[index].wantsLine && limit > 0, at: moment.elapsed)
            guard rates[index] > 0 else { continue }
            let bytes = rates[index] * Self.stepSeconds
            sent += self.schools[index].take(bytes, in: Self.step, parent: &self.parent, moment)
        }
        self.originBytes.append(self.parent?.sentBytes ?? sent)
        self.missWhatIsNeeded(between: moment.now, and: self.time(step + 1), moment.needs)
    }

    private mutating func missWhatIsNeeded(between now: UTCTime, and end: UTCTime, _ needs: LessonNeeds) {
        for manifest in self.course.manifests {
            guard let needed = needs[manifest.lesson].neededAtMs, now < needed, needed <= end else { continue }
            for index in self.schools.indices { self.schools[index].need(manifest) }
        }
    }
}
