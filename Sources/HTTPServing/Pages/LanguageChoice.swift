import CourseModel
import Hummingbird

/// The reader's language, in a cookie that `GET /language/{zh|en}?to=PATH` sets.
enum LanguageChoice {
    static let cookieName = "lectern-language"
    private static let seconds = 365 * 86_400

    static func language(of request: Request) -> Language {
        request.cookies[Self.cookieName].flatMap { Language(rawValue: $0.value) } ?? .chinese
    }

    static func response(to request: Request, language: String) throws -> Response {
        guard let language = Language(rawValue: language) else { throw Problem.notFound }
        let path = LocalPath.checked(request.uri.queryParameters["to"].map(String.init))
        let cookie = "\(Self.cookieName)=\(language.rawValue); Max-Age=\(Self.seconds); Path=/; SameSite=Lax"
        return Response(
            status: .seeOther,
            headers: [.location: path, .setCookie: cookie, .cacheControl: "no-store"]
        )
    }

    /// A path as the value of a query's parameter.
    static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/-._~".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text(of: CollectionOfOne(byte)).uppercased()
        }.joined()
    }
}
