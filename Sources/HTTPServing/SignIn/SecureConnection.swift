package import Hummingbird

/// Whether the browser's connection is HTTPS; ours never is, a proxy in front says so.
///
/// Whoever makes that up only gets a cookie that their own browser will not send back.
package enum SecureConnection {
    private static let forwardedProtocol = HTTPFields.Element.Name("X-Forwarded-Proto")

    package static func carries(_ request: Request) -> Bool {
        Self.forwardedProtocol.flatMap { request.headers[$0] }?.lowercased() == "https"
    }
}
