/// A language of pages and of titles.
package enum Language: String, Hashable, Sendable, Codable, CaseIterable {
    case chinese = "zh"
    case english = "en"
}

/// What something is called, in Chinese and, where known, in English.
package struct Title: Hashable, Sendable, Codable {
    package let zh: String
    package let en: String?

    package init(zh: String, en: String? = nil) {
        self.zh = zh
        self.en = en
    }

    /// The title in a language; the Chinese one where there is no other.
    package func text(in language: Language) -> String {
        language == .english ? self.en ?? self.zh : self.zh
    }
}
