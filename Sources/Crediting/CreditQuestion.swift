package import CourseModel

/// The evidence that a `CreditExplanation` explains, as it stands in a file.
package struct CreditQuestion: Hashable, Sendable, Codable {
    /// Where the file names no rate: real time.
    package static let maxRatePermilleDefault: Int64 = 1000

    package struct LessonLength: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let durationMs: MediaTime
    }

    package struct Interval: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let epoch: Int64
        package let sequence: Int64
        package let play: ViewingSession.ID
        package let n: Int64
        package let mediaMs: Range<MediaTime>
        package let wallMs: Range<AgentTime>

        var evidence: Evidence.Interval {
            Evidence.Interval(
                key: IntervalKey(edge: self.edge, epoch: self.epoch, sequence: self.sequence),
                played: PlayedInterval(play: self.play, n: self.n, mediaMs: self.mediaMs, wallMs: self.wallMs)
            )
        }
    }

    package struct Section: Hashable, Sendable, Codable {
        package let quota: CreditHours
        /// Hours of each topic.
        package let topics: [String: CreditHours]
        package let mandatory: [Topic.ID]
        package let oneOf: [[Topic.ID]]
        /// In the order in which they were completed.
        package let done: [Topic.ID]

        var counted: CreditHours {
            let hours = self.topics.compactMap { name, hours in Topic.ID(name).map { ($0, hours) } }
            let count = SectionCount(
                quota: self.quota,
                hours: Dictionary(uniqueKeysWithValues: hours),
                mandatory: Set(self.mandatory),
                oneOf: self.oneOf
            )
            return count.counted(done: self.done)
        }
    }

    package let maxRatePermille: Int64?
    package let lessons: [LessonLength]
    package let plays: [Evidence.Play]
    package let intervals: [Interval]
    package let sections: [Section]?

    /// - Throws: `CreditQuestionFault` for what the types of the fields do not rule out.
    func check() throws(CreditQuestionFault) {
        if let rate = self.maxRatePermille, rate < 0 { throw .negative("maxRatePermille") }
        var durations: [Lesson.ID: MediaTime] = [:]
        for lesson in self.lessons {
            if lesson.durationMs < .zero { throw .negative("the duration of lesson \(lesson.lesson)") }
            if durations.updateValue(lesson.durationMs, forKey: lesson.lesson) ?? lesson.durationMs != lesson.durationMs
            {
                throw .ambiguousLesson(lesson.lesson)
            }
        }
        let unknown = Set(self.plays.map(\.lesson)).subtracting(durations.keys).min()
        if let unknown { throw .unknownLesson(unknown) }
        for section in self.sections ?? [] {
            if section.quota < .zero { throw .negative("a section's quota") }
            for (topic, hours) in section.topics.sorted(by: { $0.key < $1.key }) {
                guard Topic.ID(topic) != nil else { throw .notAnIdentifier(topic) }
                if hours < .zero { throw .negative("the hours of topic \(topic)") }
            }
        }
    }
}

/// Why a question about credit cannot be answered.
package enum CreditQuestionFault: Error, Hashable, Sendable {
    case negative(String)
    case ambiguousLesson(Lesson.ID)
    case unknownLesson(Lesson.ID)
    case notAnIdentifier(String)
}

extension CreditQuestionFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .negative(let what): "\(what) is below 0"
        case .ambiguousLesson(let lesson): "lesson \(lesson) has two durations"
        case .unknownLesson(let lesson): "lesson \(lesson) is played and has no duration"
        case .notAnIdentifier(let text): "'\(text.prefix(80))' is no identifier: 1 to 64 of A-Z a-z 0-9 . _ -"
        }
    }
}
