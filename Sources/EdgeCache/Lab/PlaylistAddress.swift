package import CourseModel
package import Crypto

/// Makes the addresses under which a viewing session reads its lesson.
package struct PlaylistAddress: Sendable {
    private let key: SymmetricKey
    private let lifetimeMs: Int64
    private let now: @Sendable () -> UTCTime

    package init(key: SymmetricKey, hours: Int, now: @escaping @Sendable () -> UTCTime) {
        self.key = key
        self.lifetimeMs = Int64(hours) * 3_600_000
        self.now = now
    }

    /// - Returns: a path from the root, e.g. `/play/…/master.m3u8`.
    package func path(
        to resource: ReleaseResource = .master,
        for session: ViewingSession.ID,
        lesson: Lesson.ID,
        manifest: CourseModel.Digest
    ) -> String {
        let token = PlaybackToken(
            session: session,
            lesson: lesson,
            manifest: manifest,
            expiresAtMs: self.expiry
        )
        return "/play/\(token.text(key: self.key))/\(resource.path)"
    }

    /// When an address made now stops working.
    package var expiry: UTCTime { UTCTime(milliseconds: self.now().milliseconds + self.lifetimeMs) }

    /// - Returns: nil for a token that gives no access now.
    package func token(_ text: some StringProtocol) -> PlaybackToken? {
        PlaybackToken(text, key: self.key, now: self.now())
    }
}
