import CourseModel
import Foundation
import Transfer

/// A person at a browser, without the browser: keeps cookies, follows redirects, fills in forms.
final class Visitor {
    struct Answer {
        let status: Int
        let body: [UInt8]
        let path: String

        var text: String { String(decoding: self.body, as: UTF8.self) }

        func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try CanonicalJSON.decode(type, from: self.body)
        }
    }

    /// What was shown instead of what was expected.
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    private static let redirectsMax = 5
    private static let bodyMax = 8 << 20

    let site: String
    private let connection = TransferConnection()
    private var cookies: [String: String] = [:]

    init(site: String) {
        self.site = site
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await self.send(.get, path, headers: headers, body: nil)
    }

    /// Sends JSON as a page's own script does.
    func post(_ path: String, json body: some Encodable) async throws -> Answer {
        let headers = ["Content-Type": "application/json", "Origin": self.site, "Sec-Fetch-Site": "same-origin"]
        return try await self.send(.post, path, headers: headers, body: try CanonicalJSON.encode(body))
    }

    func submit(_ path: String, _ fields: [String: String]) async throws -> Answer {
        let headers = [
            "Content-Type": "application/x-www-form-urlencoded", "Origin": self.site, "Sec-Fetch-Site": "same-origin",
        ]
        let form = fields.sorted { $0.key < $1.key }.map { "\(Self.escaped($0.key))=\(Self.escaped($0.value))" }
        return try await self.send(.post, path, headers: headers, body: Array(form.joined(separator: "&").utf8))
    }

    /// Signs in, and chooses a new password where one is asked for.
    ///
    /// - Returns: the page that is shown then.
    @discardableResult
    func signIn(login: String, password: String, newPassword: String) async throws -> Answer {
        let page = try await self.submit("/sign-in", ["login": login, "password": password])
        guard page.path.hasPrefix("/password") else {
            guard page.status == 200, !page.path.hasPrefix("/sign-in") else {
                throw Unexpected(description: "sign-in of \(login): \(page.status) \(page.path)\n\(page.text)")
            }
            return page
        }
        var fields = Self.passwordFields(of: page.text, current: password, new: newPassword)
        fields["login"] = login
        let next = try await self.submit("/password", fields)
        guard next.status == 200, !next.path.hasPrefix("/password") else {
            throw Unexpected(description: "new password of \(login): \(next.status) \(next.path)\n\(next.text)")
        }
        return next
    }

    private static func passwordFields(of page: String, current: String, new: String) -> [String: String] {
        var fields: [String: String] = [:]
        for input in page.split(separator: "<input").dropFirst() {
            guard let name = input.firstMatch(of: /name="([^"]+)"/)?.1, input.contains("type=\"password\"") else {
                continue
            }
            fields[String(name)] = input.contains("current-password") ? current : new
        }
        return fields
    }

    private func send(
        _ method: TransferRequest.Method,
        _ path: String,
        headers: [String: String],
        body: [UInt8]?
    ) async throws -> Answer {
        var (method, path, body) = (method, path, body)
        for _ in 0...Self.redirectsMax {
            var sent = headers
            if !self.cookies.isEmpty {
                sent["Cookie"] = self.cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                    .joined(separator: "; ")
            }
            let response = try await self.connection.data(
                for: TransferRequest(method: method, url: self.site + path, headers: sent, body: body),
                sizeMax: Self.bodyMax
            )
            self.keepCookies(of: response)
            guard [301, 302, 303].contains(response.status), let location = response.header("Location") else {
                return Answer(status: response.status, body: response.body, path: path)
            }
            (method, path, body) = (.get, String(location.trimmingPrefix(self.site)), nil)
        }
        throw Unexpected(description: "\(path): too many redirects")
    }

    private func keepCookies(of response: TransferResponse) {
        guard let text = response.header("Set-Cookie") else { return }
        // Fields of one name are joined by commas; a comma inside one stands only before a space (Expires).
        for cookie in text.split(separator: /,(?=[A-Za-z_-]+=)|, (?=[A-Za-z_-]+=)/) {
            let pair = cookie.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            self.cookies[String(pair[..<equals])] = value.isEmpty ? nil : value
        }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
