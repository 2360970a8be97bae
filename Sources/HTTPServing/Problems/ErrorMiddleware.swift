import Blobs
import CourseModel
import Hummingbird
import Logging

/// Turns what a handler throws into an answer: a problem below `/v1/` and `/play/` and for programs, an error page for
/// people. What is not a `Problem` says nothing of the server's insides; the log does.
struct ErrorMiddleware: RouterMiddleware {
    let pages: Pages
    let isDiskFull: @Sendable (any Error) -> Bool

    func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = self.problem(for: error, context: context)
            guard Self.wantsPage(request) else { return try problem.response(from: request, context: context) }
            return try self.page(for: problem, request: request, context: context)
        }
    }

    private func problem(for error: any Error, context: WebContext) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as any HTTPResponseError where error.status == .notFound:
            return .notFound
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            return .tooLarge
        case let error as HTTPError where error.status.kind == .clientError:
            let detail = error.body ?? "the request cannot be understood"
            return Problem(error.status, "bad-request", detail, headers: error.headers)
        case is DecodingError:
            return Problem(.badRequest, "bad-request", "the body is not of the form that this address takes")
        case is CancellationError:
            return Problem(.serviceUnavailable, "stopping", "the server is stopping")
        default:
            let isDiskFull = (error as? FileError)?.isDiskFull ?? self.isDiskFull(error)
            context.logger.error(
                "a request failed",
                metadata: ["route": "\(context.endpointPath ?? "-")", "reason": "\(error)"]
            )
            return isDiskFull ? .diskFull : .internalError
        }
    }

    private static func wantsPage(_ request: Request) -> Bool {
        let path = request.uri.path
        guard !["/v1/", "/play/", "/assets/", "/metrics", "/health"].contains(where: path.hasPrefix) else {
            return false
        }
        guard let accept = request.headers[.accept] else { return true }
        return accept.contains("text/html") || accept.contains("*/*")
    }

    private func page(for problem: Problem, request: Request, context: WebContext) throws -> Response {
        struct Model: Sendable {
            let status: Int
            let text: String
        }
        let messages = self.pages.messages
        let keys = ["problem.\(problem.type)", "error.\(problem.status.code)"]
        let key = keys.first { messages.has($0) } ?? "error.other"
        var response = try self.pages.page(
            "error",
            title: "error.title",
            Model(status: problem.status.code, text: messages.text(key, in: context.language)),
            context: PageContext(request, context),
            status: problem.status
        )
        response.headers.append(contentsOf: problem.headers)
        return response
    }
}
