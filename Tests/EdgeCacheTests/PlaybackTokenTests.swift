import CourseModel
import Crypto
import EdgeCache
import Testing

@Suite struct PlaybackTokenTests {
    private let key = SymmetricKey(size: .bits256)
    private let now = UTCTime(milliseconds: 1_900_000_000_000)

    @Test("A token gives back the viewing session, lesson, release and expiry that it was made for")
    func roundTrip() throws {
        let token = try self.token()
        #expect(PlaybackToken(token.text(key: self.key), key: self.key, now: self.now) == token)
    }

    @Test("A token is of no use from its expiry on")
    func expiry() throws {
        let token = try self.token()
        let text = token.text(key: self.key)
        let last = UTCTime(milliseconds: token.expiresAtMs.milliseconds - 1)
        #expect(PlaybackToken(text, key: self.key, now: last) != nil)
        #expect(PlaybackToken(text, key: self.key, now: token.expiresAtMs) == nil)
    }

    @Test("A token of another edge's key is refused")
    func otherKey() throws {
        let text = try self.token().text(key: SymmetricKey(size: .bits256))
        #expect(PlaybackToken(text, key: self.key, now: self.now) == nil)
    }

    @Test("A token that was changed in any byte is refused")
    func altered() throws {
        let bytes = try #require(Base64URL.bytes(of: try self.token().text(key: self.key)))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(PlaybackToken(Base64URL.text(of: changed), key: self.key, now: self.now) == nil)
        }
    }

    @Test("Text that is no token is refused", arguments: ["", "x", "../../identity/edge.ed25519", "AAAA"])
    func noToken(text: String) {
        #expect(PlaybackToken(text, key: self.key, now: self.now) == nil)
    }

    @Test("The longest identifiers still fit in an address")
    func longest() throws {
        let long = String(repeating: "a", count: 64)
        let token = PlaybackToken(
            session: try #require(ViewingSession.ID(long)),
            lesson: try #require(Lesson.ID(long)),
            manifest: Digest(of: []),
            expiresAtMs: UTCTime(milliseconds: self.now.milliseconds + 1_000)
        )
        #expect(PlaybackToken(token.text(key: self.key), key: self.key, now: self.now) == token)
    }

    private func token() throws -> PlaybackToken {
        PlaybackToken(
            session: try #require(ViewingSession.ID("v1")),
            lesson: try #require(Lesson.ID("l01")),
            manifest: Digest(of: [1]),
            expiresAtMs: UTCTime(milliseconds: self.now.milliseconds + 3_600_000)
        )
    }
}

extension PlaybackTokenTests {
    /// The name that `Crypto` has too.
    private typealias Digest = CourseModel.Digest
}
