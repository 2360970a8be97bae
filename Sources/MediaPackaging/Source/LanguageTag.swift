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
