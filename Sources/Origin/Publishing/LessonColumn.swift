/// A column of a lesson table: its Chinese heading, or the English one.
package enum LessonColumn: String, TableColumn {
    case file = "文件"
    case lesson = "课例代码"
    case language = "语言"
    case captions = "字幕"

    package var isRequired: Bool {
        switch self {
        case .file, .lesson: true
        case .language, .captions: false
        }
    }
}

/// Why nothing of a lesson table was published.
package typealias LessonTableError = TableError<LessonColumn>
