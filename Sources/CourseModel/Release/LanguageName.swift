/// What a player's menu calls a language: its own name for itself, which who needs it can read.
enum LanguageName {
    /// - Parameter language: BCP 47.
    /// - Returns: nil for `und`; the tag itself for a language whose name is not known here.
    static func text(of language: String) -> String? {
        let parts = language.split(separator: "-")
        switch parts.first?.lowercased() {
        case "zh", "cmn", "chi", "zho": return Self.chinese(parts.dropFirst().map { $0.lowercased() })
        case "en": return "English"
        case "bo": return "བོད་སྐད་"
        case "ug": return "ئۇيغۇرچە"
        case "mn": return "Монгол"
        case "kk": return "Қазақша"
        case "ko": return "한국어"
        case "ja": return "日本語"
        case "ru": return "Русский"
        case "fr": return "Français"
        case "de": return "Deutsch"
        case "es": return "Español"
        case "und", nil: return nil
        default: return language
        }
    }

    private static func chinese(_ subtags: [String]) -> String {
        if subtags.contains(where: { ["hant", "tw", "hk", "mo"].contains($0) }) { return "中文（繁體）" }
        return subtags.contains { ["hans", "cn", "sg"].contains($0) } ? "中文（简体）" : "中文"
    }
}
