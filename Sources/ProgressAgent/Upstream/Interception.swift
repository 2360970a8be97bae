package import Transfer

/// Something on the way that answered in the origin's place, or passed on what it had altered, as far as its answer
/// tells: a network's sign-in page, a proxy.
package struct Interception: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// A network's page: somebody must sign in first (RFC 6585 §6), or a filter does not let it pass.
        case page
        /// A proxy that wants a name and a password (RFC 9110 §15.5.8).
        case proxySignIn
        /// A proxy that could not reach the origin.
        case proxyFault(status: Int)
    }

    /// Names are for people; a stranger chooses them.
    private static let nameMax = 80

    package let kind: Kind
    /// Where it is or what it calls itself; nil where it does not say.
    package let name: String?

    /// - Returns: nil for an answer that the origin may well have given: it never redirects, and speaks of problems in
    ///   JSON.
    package init?(_ response: TransferResponse) {
        let isPage = response.header("Content-Type")?.lowercased().hasPrefix("text/") ?? false
        switch response.status {
        case 407: self.kind = .proxySignIn
        case 511: self.kind = .page
        case 301, 302, 303, 307, 308: self.kind = .page
        case 502...504 where isPage: self.kind = .proxyFault(status: response.status)
        case 200...299 where isPage, 400...499 where isPage: self.kind = .page
        default: return nil
        }
        self.name = Self.host(response.header("Location")) ?? Self.proxy(of: response)
    }

    /// What a proxy that passed an answer on calls itself (RFC 9110 §7.6.3); nil where none says that it did.
    package static func proxy(of response: TransferResponse) -> String? {
        response.header("Via").flatMap(self.name)
    }

    package var description: String {
        let name = self.name.map { " (\($0))" } ?? ""
        return switch self.kind {
        case .page:
            "a page of the network\(name) answered instead of the origin: somebody must sign in there, or let it pass"
        case .proxySignIn: "the proxy\(name) wants a name and a password"
        case .proxyFault(let status): "a proxy\(name) could not reach the origin: HTTP \(status)"
        }
    }

    private static func host(_ location: String?) -> String? {
        guard let location, let start = location.firstRange(of: "://")?.upperBound else { return nil }
        return self.name(String(location[start...].prefix { !"/?#".contains($0) }))
    }

    private static func name(_ text: String) -> String? {
        let shown = String(
            text.unicodeScalars.filter { $0.isASCII && $0.value > 31 && $0.value < 127 }.prefix(self.nameMax)
        )
        return shown.isEmpty ? nil : shown
    }
}
