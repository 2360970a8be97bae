import CourseModel

/// A file of captions that goes with a course video.
package struct CaptionsFile: Hashable, Sendable {
    package let path: String
    /// BCP 47; nil for what the file's name says.
    package let language: String?

    package init(path: String, language: String? = nil) {
        self.path = path
        self.language = language
    }

    /// As it is named on a command line: `FILE` or `LANGUAGE=FILE`.
    package init(argument: String) {
        if let equals = argument.firstIndex(of: "="), let language = LanguageTag.canonical(argument[..<equals]) {
            self.init(path: String(argument[argument.index(after: equals)...]), language: language)
        } else {
            self.init(path: argument)
        }
    }

    /// The name without its folders.
    var name: String { self.path.split(separator: "/").last.map(String.init) ?? self.path }

    /// What is told, else what the name ends in before its form (`lesson.zh.srt`, `lesson.zh-Hans.vtt`, `lesson.chs.ass`),
    /// else `und`.
    package var resolvedLanguage: String {
        if let language { return LanguageTag.canonical(language[...]) ?? LanguageTag.unknown }
        let parts = self.name.split(separator: ".")
        guard parts.count > 2 else { return LanguageTag.unknown }
        return LanguageTag.suffix(parts[parts.count - 2]) ?? LanguageTag.unknown
    }
}
