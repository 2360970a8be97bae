package import CourseModel
import Foundation
package import Hummingbird

/// What is known about a request besides the request: who sent it, and in which language the answer is.
package struct WebContext: RequestContext {
    /// The most that `request.decode` reads; a handler that takes more reads the body itself and says how much.
    package static let bodyMaxBytes = 1 << 20

    package var coreContext: CoreRequestContextStorage
    /// The IP address of the other end of the connection; nil where there is none.
    package let remoteAddress: String?
    package var language: Language

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.remoteAddress = source.channel.remoteAddress?.ipAddress
        self.language = .chinese
    }

    package var maxUploadSize: Int { Self.bodyMaxBytes }
    package var requestDecoder: WebDecoder { WebDecoder() }
}

/// Decodes a form (`application/x-www-form-urlencoded`) or, with any other type, JSON.
package struct WebDecoder: RequestDecoder {
    /// No form of ours has more than a few lines.
    package static let formMaxBytes = 16 << 10

    package func decode<Value: Decodable>(
        _ type: Value.Type,
        from request: Request,
        context: some RequestContext
    ) async throws -> Value {
        if request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
            return try await Self.form(type, from: request)
        }
        return try await JSONDecoder().decode(type, from: request, context: context)
    }

    private static func form<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
        let body = try await request.body.collect(upTo: Self.formMaxBytes)
        do {
            return try URLEncodedFormDecoder().decode(type, from: String(buffer: body))
        } catch {
            // The decoder's own errors repeat what was sent, passwords too.
            throw Problem(.badRequest, "bad-request", "the form has not the fields that this address takes")
        }
    }
}
