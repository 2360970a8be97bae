import CourseModel
package import Hummingbird

/// The secret by which a server knows the commands of its own data folder: `Authorization: Bearer TOKEN`.
package struct ControlToken: Hashable, Sendable {
    package let text: String

    /// 256 random bits.
    package init() {
        self.text = Base64URL.text(of: (0..<32).map { _ in UInt8.random(in: .min ... .max) })
    }

    /// Compares in constant time.
    package func isCarried(by request: Request) -> Bool {
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer " else {
            return false
        }
        return ConstantTime.areEqual(Array(header.utf8.dropFirst(7)), Array(self.text.utf8))
    }
}

/// Refuses whoever does not have the token.
package struct ControlTokenMiddleware: RouterMiddleware {
    private let token: ControlToken

    package init(token: ControlToken) {
        self.token = token
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard self.token.isCarried(by: request) else {
            throw Problem(
                .unauthorized,
                "control-token",
                "this address takes the token of the data folder's control.json",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        return try await next(request, context)
    }
}
