package import CourseModel

/// What a school fetches, in which order, when each lesson will be here, and which programmes come in time: everything
/// that follows from what there is, what is held, what is needed, and what the line brings.
package struct PrefetchOutlook: Sendable {
    package struct Line: Sendable {
        package let rate: LineRate
        package let schedule: LinkSchedule
        package let now: UTCTime

        package init(rate: LineRate, schedule: LinkSchedule, now: UTCTime) {
            self.rate = rate
            self.schedule = schedule
            self.now = now
        }

        /// What it brings at least, nine times out of ten: what a school can count on.
        package var low: LinkForecast { LinkForecast(now: self.now, line: self.rate.low, schedule: self.schedule) }
        var median: LinkForecast { LinkForecast(now: self.now, line: self.rate.median, schedule: self.schedule) }
    }

    package struct Entry: Hashable, Sendable {
        package let lesson: Lesson.ID
        package let need: LessonNeeds.Need
        package let choice: RenditionChoice
        package let sizeBytes: ByteCount
        package let leftBytes: ByteCount
        /// When it will be here, half of the times; nil where it is here, or further than ten years away.
        package let readyAtMs: UTCTime?
        /// When it will be here, nine times out of ten.
        package let readyLateAtMs: UTCTime?
    }

    /// In the order in which they come.
    package let entries: [Entry]
    package let admissions: [ProgrammeAdmission]

    /// - Parameter choices: the best rendition is taken of a lesson that is not in it.
    package init(
        lessons: [LessonOptions],
        choices: [Lesson.ID: RenditionChoice],
        programmes: [Programme],
        needs: LessonNeeds,
        line: Line
    ) {
        let (low, median) = (line.low, line.median)
        var entries: [Entry] = []
        var course: [ProgrammeAdmission.Course.Entry] = []
        var (through, least) = (ByteCount.zero, ByteCount.zero)
        for options in lessons.sorted(by: { needs.isBefore($0.lesson, $1.lesson) }) {
            let best = options.options[0]
            let choice = choices[options.lesson] ?? RenditionChoice(rendition: best.rendition, reason: .best)
            let chosen = options.options.first { $0.rendition == choice.rendition } ?? best
            through += chosen.leftBytes
            least += options.options.map(\.leftBytes).min() ?? .zero
            let isWhole = chosen.leftBytes == .zero
            entries.append(
                Entry(
                    lesson: options.lesson,
                    need: needs[options.lesson],
                    choice: choice,
                    sizeBytes: chosen.sizeBytes,
                    leftBytes: chosen.leftBytes,
                    readyAtMs: isWhole ? nil : median.time(toBring: through),
                    readyLateAtMs: isWhole ? nil : low.time(toBring: through)
                )
            )
            course.append(
                ProgrammeAdmission.Course.Entry(
                    lesson: options.lesson,
                    neededAtMs: needs[options.lesson].neededAtMs,
                    leftBytes: chosen.leftBytes,
                    throughBytes: through,
                    leastBytes: least
                )
            )
        }
        let all = ProgrammeAdmission.Course(
            entries: course,
            line: low,
            wholeLine: LinkForecast(now: line.now, line: line.rate.low)
        )
        self.entries = entries
        self.admissions = programmes.map { ProgrammeAdmission(of: $0, all) }
    }
}
