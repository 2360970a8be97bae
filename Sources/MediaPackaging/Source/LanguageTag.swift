/// Languages as containers write them (ISO 639-2, three letters) and as playlists do (BCP 47, the shortest code).
package enum LanguageTag {
    static let unknown = "und"

    /// - Returns: the two-letter code where there is one, the three-letter code otherwise, `und` for anything else.
    package static func bcp47(container code: String) -> String {
        let code = code.lowercased()
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x61...0x7a).contains($0) }) else {
            return code.utf8.count == 2 && Self.twoLetters.values.contains(code) ? code : Self.unknown
        }
        return Self.twoLetters[code] ?? code
    }

    /// A BCP 47 tag in its usual letters: language, script, region and variants (`zh`, `zh-Hans`, `zh-CN`); `_` is taken for
    /// `-`, and a language of three letters becomes one of two where there is one.
    ///
    /// - Returns: nil for anything else.
    package static func canonical(_ text: Substring) -> String? {
        guard text.utf8.count <= Self.lengthMax else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.map { $0.lowercased() }
        let isLetters = { (part: String) in part.utf8.allSatisfy { (0x61...0x7a).contains($0) } }
        guard let first = parts.first, (2...3).contains(first.utf8.count), isLetters(first) else { return nil }
        var tag = Self.twoLetters[first] ?? first
        for part in parts.dropFirst() {
            let isAlphanumeric = part.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
            switch part.utf8.count {
            case 4 where isLetters(part): tag += "-" + part.prefix(1).uppercased() + part.dropFirst()
            case 2 where isLetters(part), 3 where Int(part) != nil && isAlphanumeric: tag += "-" + part.uppercased()
            case 4...8 where isAlphanumeric: tag += "-" + part
            default: return nil
            }
        }
        return tag
    }

    /// The language in the name of a captions file, where only languages that have two letters are believed (`lesson.new.srt`
    /// is not in Newari), and `chs` and `cht`, as subtitles in simplified and in traditional Chinese are called.
    static func suffix(_ text: Substring) -> String? {
        let aliases = ["chs": "zh-Hans", "cht": "zh-Hant"]
        if let language = aliases[text.lowercased()] { return language }
        guard let tag = Self.canonical(text), let language = tag.split(separator: "-").first, language.utf8.count == 2,
            Self.twoLetters.values.contains(String(language))
        else { return nil }
        return tag
    }

    /// RFC 5646 §4.4.1.
    private static let lengthMax = 35

    /// ISO 639-2/T and, where it differs, /B, each with its ISO 639-1 code.
    private static let twoLetters: [String: String] = {
        var codes: [String: String] = [:]
        for pair in Self.table.split(whereSeparator: \.isWhitespace) {
            codes[String(pair.dropLast(2))] = String(pair.suffix(2))
        }
        return codes
    }()

    private static let table = """
        aaraa abkab afraf akaak amham araar argan asmas avaav aveae aymay azeaz bakba bambm belbe benbn bisbi bodbo tibbo
        bosbs brebr bulbg catca cescs czecs chach chece chucu chvcv corkw cosco crecr cymcy welcy danda deude gerde divdv
        dzodz ellel greel engen epoeo estet euseu baqeu eweee faofo fasfa perfa fijfj finfi frafr frefr fryfy fulff glagd
        glega glggl glvgv grngn gujgu hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu hyehy armhy iboig idoio iiiii
        ikuiu ileie inaia indid ipkik islis iceis itait javjv jpnja kalkl kankn kaska katka geoka kaukr kazkk khmkm kikki
        kinrw kirky komkv konkg korko kuakj kurku laolo latla lavlv limli linln litlt ltzlb lublu luglg mahmh malml marmr
        mkdmk macmk mlgmg mltmt monmn mrimi maomi msams mayms myamy burmy nauna navnv nblnr ndend ndong nepne nldnl dutnl
        nnonn nobnb norno nyany ocioc ojioj orior ormom ossos panpa plipi polpl porpt pusps quequ rohrm ronro rumro runrn
        rusru sagsg sansa sinsi slksk slosk slvsl smese smosm snasn sndsd somso sotst spaes sqisq albsq srdsc srpsr sswss
        sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk
        urdur uzbuz venve vievi volvo wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh chizh zulzu
        """
}
