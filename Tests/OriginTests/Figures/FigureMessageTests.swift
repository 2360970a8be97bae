import CourseModel
import Origin
import Testing
import Transfer

@Suite struct FigureMessageTests {
    private let start = UTCTime(milliseconds: 1_815_000_000_000)

    private var message: FigureMessage { FigureMessage(date: "2027-07-15", revision: 2, nextAtMs: self.start) }

    @Test("Any 2xx is an answer that it was taken")
    func sent() {
        for status in [200, 202, 204] {
            let after = self.message.after(.answered(status: status, retryAfterSeconds: nil), at: self.start)
            #expect(after.state == .sent)
            #expect(!after.isDue(at: UTCTime(milliseconds: .max)))
        }
    }

    @Test("What was not taken is tried again ever later, up to an hour, and given up after a hundred attempts")
    func backOff() {
        var message = self.message
        var now = self.start
        var pauses: [Int64] = []
        while message.state == .waiting {
            message = message.after(.failed("no route"), at: now)
            pauses.append((message.nextAtMs.milliseconds - now.milliseconds) / 1_000)
            #expect(message.state != .waiting || !message.isDue(at: now))
            now = message.nextAtMs
        }
        #expect(Array(pauses.prefix(9)) == [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        #expect(pauses.count == 100)
        #expect(message.state == .failed)
        #expect(message.idempotencyKey == "2027-07-15.2")
    }

    @Test("A receiver that asks to be left alone is left alone")
    func retryAfter() {
        let asked = self.message.after(.answered(status: 503, retryAfterSeconds: 600), at: self.start)
        #expect(asked.nextAtMs.milliseconds - self.start.milliseconds == 600_000)
        #expect(asked.trouble == "the webhook answered 503")
        let soon = self.message.after(.answered(status: 429, retryAfterSeconds: 1), at: self.start)
        #expect(soon.nextAtMs.milliseconds - self.start.milliseconds == 30_000)
    }

    @Test("The signature covers time and body, and is what RFC 2104 says")
    func signature() throws {
        let webhook = try FigureWebhook(url: "https://sms.example/figures", key: Array("0123456789abcdef".utf8))
        let request = webhook.request(self.message, body: Array("{}".utf8), at: self.start)
        // printf '1815000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
        #expect(
            request.headers["Lectern-Signature"]
                == "t=1815000000,v1=43fb00cabb5555360a1942144a66c74e759c10acf4b31d5439c4b7c27a0bd34c"
        )
        #expect(request.headers["Idempotency-Key"] == "2027-07-15.2")
        #expect(request.body == Array("{}".utf8))
    }

    @Test("An address that is none and a key that is too short are refused")
    func settings() {
        let key = Array("0123456789abcdef".utf8)
        #expect(throws: FigureSettingsError.address("ftp://x")) { try FigureWebhook(url: "ftp://x", key: key) }
        #expect(throws: FigureSettingsError.key(3)) { try FigureWebhook(url: "https://x", key: [1, 2, 3]) }
    }
}
