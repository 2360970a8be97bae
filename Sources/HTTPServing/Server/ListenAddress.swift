/// Where a server listens: an address and a port, as `127.0.0.1:8080`, `0.0.0.0:80`, `localhost:8080` or `[::1]:0`.
///
/// Port 0 lets the system choose a free one.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// - Returns: nil for text without a host, without a port from 0 to 65535, or with an IPv6 address not in brackets.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(digits)
        else { return nil }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }

    package var description: String {
        Self.text(host: self.host, port: self.port)
    }

    /// The address of a server that listens here on `port`, for programs on the same computer.
    package func localURL(port: Int) -> String {
        switch self.host {
        case "0.0.0.0": "http://127.0.0.1:\(port)"
        case "::": "http://[::1]:\(port)"
        default: "http://" + Self.text(host: self.host, port: port)
        }
    }

    private static func text(host: String, port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
