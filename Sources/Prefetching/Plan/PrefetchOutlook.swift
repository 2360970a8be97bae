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
        /// What would make it come in time, the most useful first; none where it does, nine times out of ten.
        package let help: [Holdings.Help]
    }

    /// In the order in which they come.
    package let entries: [Entry]
    package let admissions: [ProgrammeAdmission]

    /// - Parameters:
    ///   - choices: the best rendition is taken of a lesson that is not in it.
    ///   - hasParent: whether lessons come from a nearer edge than the origin already.
    package init(
        lessons: [LessonOptions],
        choices: [Lesson.ID: RenditionChoice],
        programmes: [Programme],
        needs: LessonNeeds,
        line: Line,
        hasParent: Bool = false
    ) {
        let (low, median) = (line.low, line.median)
        var chosen: [(choice: RenditionChoice, option: LessonOptions.Option)] = []
        var places: [ProgrammeAdmission.Course.Entry] = []
        var (through, least) = (ByteCount.zero, ByteCount.zero)
        for options in lessons.sorted(by: { needs.isBefore($0.lesson, $1.lesson) }) {
            let best = options.options[0]
            let choice = choices[options.lesson] ?? RenditionChoice(rendition: best.rendition, reason: .best)
            let option = options.options.first { $0.rendition == choice.rendition } ?? best
            through += option.leftBytes
            least += options.options.map(\.leftBytes).min() ?? .zero
            chosen.append((choice, option))
            places.append(
                ProgrammeAdmission.Course.Entry(
                    lesson: options.lesson,
                    neededAtMs: needs[options.lesson].neededAtMs,
                    leftBytes: option.leftBytes,
                    throughBytes: through,
                    leastBytes: least
                )
            )
        }
        let course = ProgrammeAdmission.Course(
            entries: places,
            line: low,
            wholeLine: LinkForecast(now: line.now, line: line.rate.low),
            hasParent: hasParent
        )
        self.entries = zip(places, chosen).map { place, chosen in
            let isWhole = place.leftBytes == .zero
            return Entry(
                lesson: place.lesson,
                need: needs[place.lesson],
                choice: chosen.choice,
                sizeBytes: chosen.option.sizeBytes,
                leftBytes: place.leftBytes,
                readyAtMs: isWhole ? nil : median.time(toBring: place.throughBytes),
                readyLateAtMs: isWhole ? nil : low.time(toBring: place.throughBytes),
                help: course.help(for: place)
            )
        }
        self.admissions = programmes.map { ProgrammeAdmission(of: $0, course) }
    }
}
