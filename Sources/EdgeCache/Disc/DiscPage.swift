package import CourseModel
package import HTTPServing

/// `index.html` of a disc: what is on it and what to do with it, in Chinese, then in English; to be read without Lectern.
package struct DiscPage: Sendable {
    private let pages: Pages
    private let export: DiscExport
    private let time: LocalTime
    private let now: UTCTime
    private let discs: Int

    /// - Parameter discs: how many are made together.
    package init(pages: Pages, export: DiscExport, discs: Int, now: UTCTime) {
        self.pages = pages
        self.export = export
        self.time = LocalTime(timeZone: export.maker.timeZone)
        self.now = now
        self.discs = discs
    }

    /// - Parameter number: of the disc; the first is 1.
    package func text(number: Int, lessons: [DiscLesson]) throws -> String {
        let languages = try Language.allCases.map { language in
            try self.pages.fragment("disc-lessons", self.content(number, lessons, language), language: language)
        }
        return try self.pages.fragment("disc", Frame(languages: languages), language: .chinese)
    }

    private func content(_ number: Int, _ lessons: [DiscLesson], _ language: Language) -> Content {
        let say = { (key: String, values: [String: String]) in self.pages.messages.text(key, in: language, values) }
        let size = lessons.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        let maker = self.export.maker
        return Content(
            tag: language == .chinese ? "zh-CN" : "en",
            which: say("disc.which", ["number": "\(number)", "discs": "\(self.discs)"]),
            made: say(
                "disc.made",
                ["school": maker.schoolName.text(in: language), "at": self.time.text(self.now, in: language)]
            ),
            sum: say("disc.sum", ["lessons": "\(lessons.count)", "size": QuantityText.bytes(size)]),
            lessons: lessons.map { lesson in
                Content.Row(
                    title: self.export.title(of: lesson.lesson).text(in: language),
                    lesson: lesson.lesson.rawValue,
                    duration: QuantityText.duration(lesson.release.manifest.durationMs),
                    rendition: lesson.rendition?.rawValue ?? "–",
                    size: QuantityText.bytes(lesson.sizeBytes)
                )
            }
        )
    }

    private struct Frame: Sendable {
        let languages: [String]
    }

    private struct Content: Sendable {
        struct Row: Sendable {
            let title: String
            let lesson: String
            let duration: String
            let rendition: String
            let size: String
        }

        let tag: String
        let which: String
        let made: String
        let sum: String
        let lessons: [Row]
    }
}
