import CourseModel
import Crypto
import Foundation
import HTTPServing
import Hummingbird
import Testing

@Suite struct SignInTests {
    private static let subject = SessionCookie.Subject(person: "p001", role: "trainee", scope: nil)

    private func request(cookie: String) -> Request {
        Request(
            head: HTTPRequest(
                method: .get,
                scheme: "http",
                authority: "a",
                path: "/",
                headerFields: [.cookie: cookie]
            ),
            body: .init(buffer: ByteBuffer())
        )
    }

    private func value(_ header: String) -> String {
        String(header.prefix { $0 != ";" })
    }

    @Test("A cookie brings back who signed in, until it expires")
    func cookie() throws {
        let clock = TestClock()
        let sessions = SessionCookie(key: SymmetricKey(size: .bits256), name: "lectern", hours: 2, now: clock.now)
        let header = sessions.header(for: Self.subject, secure: false)
        #expect(header.hasSuffix("; Max-Age=7200; Path=/; HttpOnly; SameSite=Lax"))
        #expect(sessions.header(for: Self.subject, secure: true).hasSuffix("; Secure"))
        let request = self.request(cookie: "a=b; " + self.value(header))
        #expect(sessions.subject(of: request) == Self.subject)
        clock.advance(milliseconds: 7_199_999)
        #expect(sessions.subject(of: request) == Self.subject)
        clock.advance(milliseconds: 1)
        #expect(sessions.subject(of: request) == nil)
    }

    @Test("A cookie that was altered, cut, made with another key or for another program is none")
    func tampering() throws {
        let clock = TestClock()
        let key = SymmetricKey(size: .bits256)
        let sessions = SessionCookie(key: key, name: "lectern", hours: 2, now: clock.now)
        let good = self.value(sessions.header(for: Self.subject, secure: false))
        let technician = SessionCookie.Subject(person: "p001", role: "technician")
        let stranger = SessionCookie(key: SymmetricKey(size: .bits256), name: "lectern", hours: 2, now: clock.now)
        let forged = self.value(stranger.header(for: technician, secure: false))
        let mixed = forged.split(separator: ".")[0] + "." + good.split(separator: ".")[1]
        let other = SessionCookie(key: key, name: "other", hours: 2, now: clock.now)
        let renamed = "lectern=" + self.value(other.header(for: Self.subject, secure: false)).dropFirst("other=".count)
        for cookie in [
            forged, String(mixed), String(renamed), String(good.dropLast()), good + "A", "lectern=", "lectern=.",
        ] {
            #expect(sessions.subject(of: self.request(cookie: cookie)) == nil, "\(cookie)")
        }
        let bytes = Array(good.utf8)
        for index in stride(from: "lectern=".count, to: bytes.count, by: 7) {
            var altered = bytes
            altered[index] = altered[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(sessions.subject(of: self.request(cookie: String(decoding: altered, as: UTF8.self))) == nil)
        }
    }

    @Test("A password fits its own verifier and no other, and no two verifiers are alike")
    func scrypt() async throws {
        let verifier = try await PasswordVerifier.make("讲台 correct horse")
        let again = try await PasswordVerifier.make("讲台 correct horse")
        #expect(verifier.hasPrefix("scrypt$15$8$1$"))
        #expect(verifier.split(separator: "$").count == 6)
        #expect(verifier != again)
        #expect(await PasswordVerifier.verify("讲台 correct horse", verifier))
        #expect(await PasswordVerifier.verify("讲台 correct horse", again))
        #expect(await !PasswordVerifier.verify("讲台 correct horsf", verifier))
        #expect(await !PasswordVerifier.verify("", verifier))
    }

    @Test("A verifier made elsewhere is understood (RFC 7914, section 12)")
    func scryptVector() async throws {
        // scrypt("pleaseletmein", "SodiumChloride", N = 2^14, r = 8, p = 1)
        let hash =
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9"
            + "e61e85dc0d651e40dfcf017b45575887"
        let bytes = try #require(Hexadecimal.bytes(of: hash))
        let salt = Base64URL.text(of: Array("SodiumChloride".utf8))
        #expect(await PasswordVerifier.verify("pleaseletmein", "scrypt$14$8$1$\(salt)$\(Base64URL.text(of: bytes))"))
    }

    @Test(
        "Text that is no verifier, or asks for gigabytes, verifies nothing",
        arguments: [
            "", "scrypt", "plain$a", "scrypt$15$8$1$$", "scrypt$30$8$1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "scrypt$15$800$1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "scrypt$15$8$1$AAAAAAAAAAAAAAAA$AA",
        ]
    )
    func noVerifier(text: String) async {
        #expect(await !PasswordVerifier.verify("a", text))
    }

    @Test(
        "A new password that is short, a name or one that everybody uses is refused with a reason",
        arguments: [
            ("short7!", "password.tooShort"), ("zhangsan01", "password.isName"), ("ZHANGSAN01", "password.isName"),
            ("欧阳娜娜-欧阳娜娜", "password.isName"), ("aaaaaaaaaa", "password.tooCommon"),
            ("23456789", "password.tooCommon"), ("87654321", "password.tooCommon"), ("Password1", "password.tooCommon"),
        ]
    )
    func passwordRule(password: String, fault: String) {
        #expect(PasswordRule.fault(in: password, login: "zhangsan01", name: "欧阳娜娜-欧阳娜娜") == fault)
    }

    @Test("A good password is taken", arguments: ["春眠不觉晓处处闻啼鸟", "r4-blue-kettle", "zhangsan01 at school"])
    func goodPassword(password: String) {
        #expect(PasswordRule.fault(in: password, login: "zhangsan01", name: "张三") == nil)
    }

    @Test("After five failures a login waits, longer each time; another login does not")
    func throttle() {
        let clock = TestClock()
        let throttle = SignInThrottle(now: clock.now)
        for _ in 0..<5 {
            #expect(throttle.mayTry(login: "Zhang"))
        }
        #expect(!throttle.mayTry(login: "ZHANG"))
        #expect(throttle.mayTry(login: "li"))
        clock.advance(milliseconds: 30_000)
        #expect(throttle.mayTry(login: "zhang"))
        clock.advance(milliseconds: 30_000)
        #expect(!throttle.mayTry(login: "zhang"))
        clock.advance(milliseconds: 30_000)
        #expect(throttle.mayTry(login: "zhang"))
        throttle.succeeded(login: "zhang")
        for _ in 0..<5 { #expect(throttle.mayTry(login: "zhang")) }
        #expect(!throttle.mayTry(login: "zhang"))
    }

    @Test(
        "However a login is typed, it has five tries",
        arguments: [" zhang", "zh ang", "ZHANG\u{3000}", "z\th a n g "]
    )
    func throttledWriting(typed: String) {
        let throttle = SignInThrottle(now: TestClock().now)
        for _ in 0..<5 { _ = throttle.mayTry(login: "zhang") }
        #expect(!throttle.mayTry(login: typed))
    }

    @Test("A clock that was wrong and is set back keeps nobody out for longer than a wait")
    func throttleAndWrongClock() {
        let clock = TestClock()
        let throttle = SignInThrottle(now: clock.now)
        for _ in 0..<5 { _ = throttle.mayTry(login: "zhang") }
        clock.advance(milliseconds: -86_400_000 * 365)
        #expect(!throttle.mayTry(login: "zhang"))
        clock.advance(milliseconds: 30_000)
        #expect(throttle.mayTry(login: "zhang"))
    }

    @Test("A key is made once, and a damaged one is not replaced silently")
    func keyFile() throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let key = try KeyFile.symmetricKey(at: path)
        #expect(try KeyFile.symmetricKey(at: path) == key)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        #expect(throws: KeyFileError.self) { try KeyFile.symmetricKey(at: path) }
    }
}
