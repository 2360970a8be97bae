import MediaPackaging
import Testing

@Suite struct LanguageTagTests {
    @Test(
        "A container's language becomes the shortest BCP 47 tag",
        arguments: [
            ("zho", "zh"), ("chi", "zh"), ("eng", "en"), ("ENG", "en"), ("cmn", "cmn"), ("bod", "bo"), ("tib", "bo"),
            ("uig", "ug"), ("zh", "zh"), ("und", "und"), ("", "und"), ("xx", "und"), ("中文", "und"), ("e g", "und"),
        ]
    )
    func tag(container: String, tag: String) {
        #expect(LanguageTag.bcp47(container: container) == tag)
    }
}
