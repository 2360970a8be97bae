import CourseModel
import Hummingbird

/// Finds the language of the answer: what the reader last chose, else Chinese.
///
/// `Accept-Language` is not asked: school computers with an English system are common, readers of English are not.
struct LanguageMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.language = LanguageChoice.language(of: request)
        return try await next(request, context)
    }
}
