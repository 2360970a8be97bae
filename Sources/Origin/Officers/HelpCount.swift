package import CourseModel

/// How many lessons of a school something would make come in time.
package struct HelpCount: Hashable, Sendable, Codable {
    package let help: Holdings.Help
    package let lessons: Int64

    /// What would help at least one lesson, in the order of `Holdings.Help`.
    static func list(of lessons: [HeldLesson]) -> [HelpCount] {
        Holdings.Help.allCases.map { help in
            HelpCount(help: help, lessons: Int64(lessons.count { $0.help.contains(help) }))
        }.filter { $0.lessons > 0 }
    }
}
