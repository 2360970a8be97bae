package import CourseModel
import Crypto
package import Transfer

/// Where daily figures are sent to, and under which key they are signed.
package struct FigureWebhook: Sendable {
    /// Of the receiver's answer: what it says is not read.
    static let answerSizeMax = 64 << 10
    /// Of what is sent: 25,000 schools at half a kilobyte, with room to spare.
    package static let bodySizeMax = 32 << 20
    static let keySizes = 16...4_096
    private static let timeout: Duration = .seconds(60)

    package let url: String
    private let key: SymmetricKey

    /// - Parameter key: shared with the receiver.
    /// - Throws: `FigureSettingsError` for an address that is none, or a key that is too short.
    package init(url: String, key: [UInt8]) throws(FigureSettingsError) {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: \.isWhitespace) else {
            throw .address(url)
        }
        guard Self.keySizes.contains(key.count) else { throw .key(key.count) }
        self.url = url
        self.key = SymmetricKey(data: key)
    }

    /// `POST`, with the key that a receiver tells repetitions by, and a signature over time and body.
    package func request(_ message: FigureMessage, body: [UInt8], at now: UTCTime) -> TransferRequest {
        TransferRequest(
            method: .post,
            url: self.url,
            headers: [
                "Content-Type": "application/json",
                "Idempotency-Key": message.idempotencyKey,
                "Lectern-Signature": self.signature(of: body, at: now),
            ],
            body: body,
            totalTimeout: Self.timeout
        )
    }

    /// `t=SECONDS,v1=HEX`: HMAC-SHA-256 (RFC 2104) of the seconds, a full stop and the body.
    package func signature(of body: [UInt8], at now: UTCTime) -> String {
        let seconds = now.milliseconds / 1_000
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(seconds).".utf8) + body, using: self.key)
        return "t=\(seconds),v1=\(Hexadecimal.text(of: code))"
    }
}

/// The settings of the daily figures cannot be used.
package enum FigureSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    case time(String)
    case address(String)
    case key(Int)
    case noKey

    package var description: String {
        switch self {
        case .time(let text): "figures.at is '\(text)': write a time of day, e.g. 20:00"
        case .address(let text):
            "figures.webhook is '\(text)': write an address, e.g. https://sms.example.edu.cn/figures"
        case .key(let size):
            """
            the file that figures.webhookKey names has \(size) bytes in its first line: a key has \
            \(FigureWebhook.keySizes.lowerBound) to \(FigureWebhook.keySizes.upperBound)
            """
        case .noKey: "figures.webhook is set and figures.webhookKey is not: name a file with the key in its first line"
        }
    }
}
