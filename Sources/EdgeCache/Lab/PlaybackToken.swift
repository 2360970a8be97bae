package import CourseModel
package import Crypto

/// The right to read one release of a lesson for a while, as part of a URL: it is of no use for anything else.
///
/// It names the release, so that a lesson that is published anew goes on as it began for who is watching it. Base64url of
/// `session|lesson|manifest|expiry in seconds` and the HMAC-SHA-256 of that, with a key of the edge's own.
package struct PlaybackToken: Hashable, Sendable {
    package let session: ViewingSession.ID
    package let lesson: Lesson.ID
    package let manifest: CourseModel.Digest
    package let expiresAtMs: UTCTime

    package init(
        session: ViewingSession.ID,
        lesson: Lesson.ID,
        manifest: CourseModel.Digest,
        expiresAtMs: UTCTime
    ) {
        self.session = session
        self.lesson = lesson
        self.manifest = manifest
        self.expiresAtMs = UTCTime(milliseconds: expiresAtMs.milliseconds / 1000 * 1000)
    }

    /// - Returns: nil for a token that was altered, is signed with another key, or has expired.
    package init?(_ text: some StringProtocol, key: SymmetricKey, now: UTCTime) {
        guard text.utf8.count <= 400, let bytes = Base64URL.bytes(of: text), bytes.count > 32 else { return nil }
        let body = bytes.dropLast(32)
        let code = bytes.suffix(32)
        guard HMAC<SHA256>.isValidAuthenticationCode(Array(code), authenticating: Array(body), using: key) else {
            return nil
        }
        let parts = String(decoding: body, as: UTF8.self).split(separator: "|")
        guard parts.count == 4, let session = ViewingSession.ID(String(parts[0])),
            let lesson = Lesson.ID(String(parts[1])),
            let manifest = CourseModel.Digest(hexadecimal: String(parts[2])),
            let seconds = Int64(parts[3]), seconds > now.milliseconds / 1000
        else { return nil }
        self.init(
            session: session,
            lesson: lesson,
            manifest: manifest,
            expiresAtMs: UTCTime(milliseconds: seconds * 1000)
        )
    }

    package func text(key: SymmetricKey) -> String {
        let seconds = self.expiresAtMs.milliseconds / 1000
        let body = Array("\(self.session)|\(self.lesson)|\(self.manifest)|\(seconds)".utf8)
        return Base64URL.text(of: body + HMAC<SHA256>.authenticationCode(for: body, using: key))
    }
}
