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
        return LocalPath.redirect(to: path, setCookie: cookie)
    }
}
