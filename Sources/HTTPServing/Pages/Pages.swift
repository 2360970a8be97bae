package import CourseModel
import Foundation
package import Hummingbird
import Mustache

/// Server-rendered pages: a template (Mustache) and a model make the content, `layout` puts the frame around it.
///
/// In a template `{{name}}` is a property of the model, HTML-escaped; `{{t.some.key}}` is a message. A template does no
/// arithmetic and formats nothing: the model is made of what is to be read.
package struct Pages: Sendable {
    package let messages: Messages
    private let library: MustacheLibrary

    /// Reads our own `Resources` folder, then these: of each, `templates/*.mustache` and `messages.json`; later ones
    /// replace earlier ones of the same name.
    package init(folders: [String] = []) throws {
        let folders = [WebResources.folder] + folders
        self.messages = try Messages(folders: folders)
        var library = MustacheLibrary()
        for folder in folders.map({ "\($0)/templates" }) where FileManager.default.fileExists(atPath: folder) {
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".mustache") {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                try library.register(text, named: String(file.dropLast(".mustache".count)))
            }
        }
        self.library = library
    }

    /// - Parameters:
    ///   - template: Its file name without `.mustache`.
    ///   - title: Key of a message, or the title itself.
    ///   - model: A struct or dictionary; nested structs, arrays, optionals, Booleans, strings and numbers.
    /// - Throws: `PageError` where there is no such template.
    package func page(
        _ template: String,
        title: String,
        _ model: any Sendable,
        context: PageContext,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = context.language == .chinese ? "zh-CN" : "en"
        if headers[.cacheControl] == nil {
            headers[.cacheControl] = "no-store"
        }
        let text = try self.text(template, title: title, model, context: context)
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A template's text without the frame around it, for a file.
    package func fragment(_ template: String, _ model: any Sendable, language: Language) throws -> String {
        let lookup = MessageLookup(messages: self.messages, language: language)
        guard let text = self.library.render(PageModel(model: model, lookup: lookup), withTemplate: template) else {
            throw PageError(template: template)
        }
        return text
    }

    /// The page's HTML.
    package func text(_ template: String, title: String, _ model: any Sendable, context: PageContext) throws -> String {
        let content = try self.fragment(template, model, language: context.language)
        let say = { (key: String) in self.messages.text(key, in: context.language) }
        let frame = Frame(
            title: say(title),
            languageTag: context.language == .chinese ? "zh-CN" : "en",
            isChinese: context.language == .chinese,
            returnPath: LocalPath.encoded(context.path),
            name: context.signedIn?.name,
            role: (context.signedIn?.role).map(say),
            navigation: context.navigation.map { link in
                Frame.Link(
                    title: say(link.title),
                    path: link.path,
                    isCurrent: link.path == context.path.prefix { $0 != "?" }
                )
            },
            version: SoftwareVersion.text,
            content: content
        )
        return try self.fragment("layout", frame, language: context.language)
    }

    private struct Frame: Sendable {
        struct Link: Sendable {
            let title: String
            let path: String
            let isCurrent: Bool
        }

        let title: String
        let languageTag: String
        let isChinese: Bool
        let returnPath: String
        let name: String?
        let role: String?
        let navigation: [Link]
        let version: String
        let content: String
    }
}

/// A page that names a template which does not exist.
package struct PageError: Error, Hashable, Sendable, CustomStringConvertible {
    package let template: String
    package var description: String { "there is no template '\(self.template)'" }
}

/// A model with the messages beside it.
private struct PageModel: MustacheParent {
    let model: any Sendable
    let lookup: MessageLookup

    func child(named name: String) -> Any? {
        if name == "t" { return self.lookup }
        if let parent = self.model as? any MustacheParent { return parent.child(named: name) }
        guard let value = Mirror(reflecting: self.model).children.first(where: { $0.label == name })?.value else {
            return nil
        }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
