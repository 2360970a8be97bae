import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct PagesTests {
    private struct Model: Sendable {
        struct Row: Sendable {
            let name: String
            let note: String?
        }

        let rows: [Row]
        let isEmpty: Bool
    }

    /// Makes a folder with one template and one message beside our own, and removes it.
    private func withPages(_ test: (Pages) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lectern-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "\(folder)/templates", withIntermediateDirectories: true)
        let template = "{{t.list.title}}:{{#rows}}<i>{{name}}{{#note}}({{note}}){{/note}}</i>{{/rows}}"
        try template.write(toFile: "\(folder)/templates/list.mustache", atomically: true, encoding: .utf8)
        try #"{"list.title":{"zh":"{count} 人","en":"{count} people"}}"#
            .write(toFile: "\(folder)/messages.json", atomically: true, encoding: .utf8)
        try test(try Pages(folders: [folder]))
    }

    @Test("What a model holds is escaped, so that a name cannot become a script")
    func escaping() throws {
        try self.withPages { pages in
            let model = Model(
                rows: [.init(name: "<script>alert(1)</script>", note: nil), .init(name: "\"'&", note: "x")],
                isEmpty: false
            )
            let context = PageContext(
                language: .english,
                path: "/a?b=<c>",
                signedIn: .init(name: "<b>王</b>", role: "role.trainee"),
                navigation: [.init(title: "<em>", path: "/x\"y")]
            )
            let text = try pages.text("list", title: "<title>", model, context: context)
            #expect(text.contains("<i>&lt;script&gt;alert(1)&lt;/script&gt;</i><i>&quot;&#39;&amp;(x)</i>"))
            #expect(text.contains("&lt;b&gt;王&lt;/b&gt;"))
            #expect(!text.contains("<em>"))
            #expect(!text.contains("x\"y"))
            #expect(text.contains("/language/zh?to=/a%3Fb%3D%3Cc%3E"))
            #expect(!text.contains("<script"))
            #expect(!text.contains("style="))
        }
    }

    @Test("A page says who is signed in, where one is, and how to sign out")
    func frame() throws {
        let context = PageContext(
            language: .chinese,
            path: "/statement",
            signedIn: .init(name: "王老师", role: "role.trainee"),
            navigation: [.init(title: "signIn.title", path: "/"), .init(title: "学时", path: "/statement")]
        )
        let model: [String: String] = ["text": "a"]
        let text = try Pages().text("error", title: "error.title", model, context: context)
        #expect(text.contains("王老师"))
        #expect(text.contains("学员"))
        #expect(text.contains(#"<form method="post" action="/sign-out">"#))
        #expect(text.contains(#"<a href="/statement" aria-current="page">学时</a>"#))
        #expect(text.contains(##"<a class="skip" href="#content">"##))
        let stranger = try Pages().text("error", title: "a", model, context: PageContext(language: .chinese, path: "/"))
        #expect(!stranger.contains("/sign-out"))
    }

    @Test("A message puts values in its places, and an unknown key shows itself")
    func messages() throws {
        try self.withPages { pages in
            #expect(pages.messages.text("list.title", in: .chinese, ["count": "3"]) == "3 人")
            #expect(pages.messages.text("list.title", in: .english, ["count": "{count}"]) == "{count} people")
            #expect(pages.messages.text("list.title", in: .english) == "{count} people")
            #expect(pages.messages.text("no.such", in: .english) == "no.such")
        }
    }

    @Test("A message without a translation stops the start")
    func untranslated() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lectern-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try #"{"a":{"zh":"甲"}}"#.write(toFile: "\(folder)/messages.json", atomically: true, encoding: .utf8)
        #expect(throws: MessagesError.self) { try Pages(folders: [folder]) }
    }

    @Test("A template that does not exist is an error, not an empty page")
    func missingTemplate() throws {
        let model: [String: String] = [:]
        #expect(throws: PageError.self) {
            try Pages().text("no-such", title: "a", model, context: PageContext(language: .chinese, path: "/"))
        }
    }

    @Test("The language switch sets a cookie and comes back to the page")
    func languageSwitch() async throws {
        try await TestSite.client { client in
            try await client.execute(uri: "/language/en?to=/lessons/l01%3Fa%3D1", method: .get) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/lessons/l01?a=1")
                #expect(response.headers[.setCookie]?.hasPrefix("lectern-language=en;") == true)
            }
            try await client.execute(uri: "/language/xx?to=/", method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test(
        "The language switch never leads to another site",
        arguments: [
            "https://evil.example", "//evil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/%0d%0aSet-Cookie:a",
            "",
            "javascript:alert(1)",
        ]
    )
    func openRedirect(to: String) async throws {
        try await TestSite.client { client in
            try await client.execute(uri: "/language/zh?to=\(to)", method: .get) { response in
                #expect(response.headers[.location] == "/")
            }
        }
    }
}
