import CourseModel
package import Crypto
import Foundation

/// Whose statements they are: the province's address, under which everything in them is named, and the key of the
/// pseudonyms.
package struct XAPIHome: Sendable {
    /// e.g. `https://lectern.example.cn`, without a `/` at its end.
    package let url: String
    private let key: SymmetricKey
    private let namespace: UUID

    /// - Returns: nil for what is no http or https address.
    package init?(url: String, key: SymmetricKey) {
        guard let components = URLComponents(string: url), let host = components.host, !host.isEmpty,
            ["http", "https"].contains(components.scheme ?? ""), components.query == nil, components.fragment == nil,
            components.user == nil, components.password == nil
        else { return nil }
        self.url = String(url.hasSuffix("/") ? url.dropLast() : url[...])
        self.key = key
        self.namespace = NameUUID.version5(self.url, in: Self.urlNamespace)
    }

    /// RFC 9562 §6.6.
    private static let urlNamespace = UUID(
        uuid: (0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8)
    )

    /// The same person has the same pseudonym always; nobody without the key can tell whose it is, or try out names.
    func actor(_ person: Person.ID) -> XAPIStatement.Actor {
        let code = HMAC<SHA256>.authenticationCode(for: Array("xapi|\(person)".utf8), using: self.key)
        return XAPIStatement.Actor(account: .init(homePage: self.url, name: Hexadecimal.text(of: code.prefix(16))))
    }

    func statementID(_ name: String) -> UUID { NameUUID.version5(name, in: self.namespace) }

    func lesson(_ lesson: Lesson.ID) -> String { "\(self.url)/lessons/\(lesson)" }
    func programme(_ programme: Programme.ID) -> String { "\(self.url)/programmes/\(programme)" }
    func item(_ item: String, of programme: Programme.ID) -> String { "\(self.programme(programme))/items/\(item)" }
    var hours: String { "\(self.url)/xapi/extensions/credit-hours" }
    /// The rule set by which hours were computed: a digest.
    var rules: String { "\(self.url)/xapi/extensions/rule-set" }
}
