package import CourseModel
package import MediaPackaging

/// Which videos become which lessons: a CSV file, checked whole before anything is packaged.
package struct LessonTable: Sendable {
    /// 20,000 rows at 400 bytes.
    package static let fileSizeMax = 8 << 20
    /// As many lessons as a catalogue has room for.
    static let rowsMax = 20_000
    /// Linux's `PATH_MAX` in characters, captions and all.
    private static let pathLengthMax = 4_096

    /// In the order of the rows; no lesson is there twice.
    package let videos: [LessonVideo]

    /// - Parameters:
    ///   - folder: what the table's file names count from.
    ///   - lessons: of all imported programmes.
    ///   - options: for every video, as far as its row does not say otherwise.
    /// - Throws: everything that is wrong, in the order of the rows.
    package init(
        _ bytes: [UInt8],
        folder: String,
        lessons: [LessonEntry],
        options: PackagingOptions
    ) throws(LessonTableError) {
        guard !lessons.isEmpty else { throw .noProgramme }
        let table = try Table<LessonColumn>(bytes, rowsMax: Self.rowsMax)
        let reader = RowReader(folder: folder, lessons: Set(lessons.map(\.lesson)), options: options)
        var videos: [LessonVideo] = []
        var problems: [TableProblem<LessonColumn>] = []
        var rows: [Lesson.ID: Int] = [:]
        for row in table.rows {
            var row = row
            let video = reader.video(of: &row)
            if let lesson = Lesson.ID(row.field(.lesson)) {
                if let earlier = rows[lesson] {
                    row.complain(.lesson, "lesson '\(lesson)' is in row \(earlier) already: a lesson has one video")
                } else {
                    rows[lesson] = row.number
                }
            }
            problems += row.problems
            if let video { videos.append(video) }
        }
        guard problems.isEmpty else { throw LessonTableError(problems: problems) }
        guard !videos.isEmpty else { throw LessonTableError("the file has no lessons") }
        self.videos = videos
    }

    private struct RowReader {
        let folder: String
        let lessons: Set<Lesson.ID>
        let options: PackagingOptions

        /// - Returns: nil where something is wrong, which the row then says.
        func video(of row: inout TableRow<LessonColumn>) -> LessonVideo? {
            let name = row.text(.file, lengthMax: LessonTable.pathLengthMax)
            let lesson: Lesson.ID? = row.identifier(.lesson)
            if let name, let trouble = InputFile.trouble(with: self.path(name)) {
                row.complain(.file, trouble)
            }
            if let lesson, !self.lessons.contains(lesson) {
                row.complain(.lesson, "no imported programme has a lesson '\(lesson)'")
            }
            var options = self.options
            let language = row.field(.language)
            if !language.isEmpty {
                options.language = LanguageTag.canonical(language[...])
                if options.language == nil {
                    row.complain(.language, "'\(language.prefix(40))' is no language tag such as zh or zh-Hant")
                }
            }
            options.captions = self.captions(of: &row)
            guard row.problems.isEmpty, let name, let lesson else { return nil }
            return LessonVideo(name: name, path: self.path(name), lesson: lesson, options: options)
        }

        /// Files of captions are parted by semicolons, as in `zh=a.srt; en=b.srt`.
        private func captions(of row: inout TableRow<LessonColumn>) -> [CaptionsFile] {
            guard !row.field(.captions).isEmpty,
                let text = row.text(.captions, lengthMax: LessonTable.pathLengthMax)
            else { return [] }
            return text.split(whereSeparator: { ";；".contains($0) }).map(String.init).map(\.trimmed).map { text in
                let named = CaptionsFile(argument: text)
                let path = self.path(named.path)
                if let trouble = InputFile.trouble(with: path) { row.complain(.captions, trouble) }
                return CaptionsFile(path: path, language: named.language)
            }
        }

        private func path(_ name: String) -> String {
            name.hasPrefix("/") ? name : "\(self.folder)/\(name)"
        }
    }
}
