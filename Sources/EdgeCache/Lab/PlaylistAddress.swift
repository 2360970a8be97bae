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

    /// - Parameter accessEnds: when nobody may watch the lesson any more; nil for never.
    /// - Returns: a path from the root, e.g. `/play/…/master.m3u8`.
    package func path(
        to resource: ReleaseResource = .master,
        for session: ViewingSession.ID,
        lesson: Lesson.ID,
        manifest: CourseModel.Digest,
        accessEnds: UTCTime? = nil
    ) -> String {
        let token = PlaybackToken(
            session: session,
            lesson: lesson,
            manifest: manifest,
            expiresAtMs: self.expiry(accessEnds: accessEnds)
        )
        return "/play/\(token.text(key: self.key))/\(resource.path)"
    }

    /// When an address made now stops working: with the access to its lesson at the latest.
    package func expiry(accessEnds: UTCTime? = nil) -> UTCTime {
        let expiry = UTCTime(milliseconds: self.now().milliseconds + self.lifetimeMs)
        return accessEnds.map { min($0, expiry) } ?? expiry
    }

    /// Whether a token that was good still is.
    package func isGood(_ token: PlaybackToken) -> Bool { token.expiresAtMs > self.now() }

    /// - Returns: nil for a token that gives no access now.
    package func token(_ text: some StringProtocol) -> PlaybackToken? {
        PlaybackToken(text, key: self.key, now: self.now())
    }
}
