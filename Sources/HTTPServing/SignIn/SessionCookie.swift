package import CourseModel
package import Crypto
package import Hummingbird

/// Who is signed in, in a cookie that the browser cannot change: `base64url(JSON).base64url(HMAC-SHA-256)`.
///
/// Nothing is kept at the server; a cookie is good until it expires or its key is replaced.
package struct SessionCookie: Sendable {
    package struct Subject: Codable, Hashable, Sendable {
        package let person: String
        package let role: String
        /// What the role is limited to, e.g. a county; nil: nothing.
        package let scope: String?
        /// Something that changes with the password, e.g. a piece of its verifier's digest: whoever compares it ends
        /// all other sessions when the password changes.
        package let credential: String?

        package init(person: String, role: String, scope: String? = nil, credential: String? = nil) {
            self.person = person
            self.role = role
            self.scope = scope
            self.credential = credential
        }

        /// The piece of a password verifier's digest that goes into a cookie: it tells nothing about the password.
        package static func credential(of passwordVerifier: String) -> String {
            String(Digest(of: Array(passwordVerifier.utf8)).hexadecimal.prefix(16))
        }
    }

    private struct Content: Codable {
        /// Keeps a cookie of one program from being one of another that has the same key.
        let name: String
        let subject: Subject
        let expiresAtMs: UTCTime
    }

    private let key: SymmetricKey
    private let name: String
    private let hours: Int
    private let now: @Sendable () -> UTCTime

    package init(key: SymmetricKey, name: String, hours: Int, now: @escaping @Sendable () -> UTCTime) {
        self.key = key
        self.name = name
        self.hours = hours
        self.now = now
    }

    /// The value of `Set-Cookie`.
    ///
    /// - Parameter secure: Whether the page came over HTTPS: the cookie then never travels over anything else.
    package func header(for subject: Subject, secure: Bool) -> String {
        let expires = self.now() + UTCTime(milliseconds: Int64(self.hours) * 3_600_000)
        let content = Content(name: self.name, subject: subject, expiresAtMs: expires)
        // Strings and whole numbers always encode.
        let text = Base64URL.text(of: (try? CanonicalJSON.encode(content)) ?? [])
        let code = Base64URL.text(of: HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: self.key))
        let attributes = "Max-Age=\(self.hours * 3600); Path=/; HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")"
        return "\(self.name)=\(text).\(code); \(attributes)"
    }

    /// The value of `Set-Cookie` that ends the session.
    package var clearing: String { "\(self.name)=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" }

    /// - Returns: nil where there is no cookie, or it was altered, or it has expired.
    package func subject(of request: Request) -> Subject? {
        guard let value = request.cookies[self.name]?.value else { return nil }
        let parts = value.split(separator: ".")
        guard parts.count == 2, let code = Base64URL.bytes(of: parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(parts[0].utf8), using: self.key),
            let bytes = Base64URL.bytes(of: parts[0]),
            let content = try? CanonicalJSON.decode(Content.self, from: bytes),
            content.name == self.name, content.expiresAtMs > self.now()
        else { return nil }
        return content.subject
    }
}
