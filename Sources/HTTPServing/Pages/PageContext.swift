package import CourseModel
package import Hummingbird

/// What the frame around a page needs to know: language, who is signed in, where one can go.
package struct PageContext: Sendable {
    /// A link of the header.
    package struct Link: Sendable {
        /// Key of its message, or the text itself.
        package let title: String
        package let path: String

        package init(title: String, path: String) {
            self.title = title
            self.path = path
        }
    }

    package struct SignedIn: Sendable {
        package let name: String
        /// Key of a message, or the text itself; e.g. `role.trainee`.
        package let role: String

        package init(name: String, role: String) {
            self.name = name
            self.role = role
        }
    }

    package let language: Language
    /// Path and query of this page: where the language switch comes back to.
    package let path: String
    package let signedIn: SignedIn?
    package let navigation: [Link]

    package init(language: Language, path: String, signedIn: SignedIn? = nil, navigation: [Link] = []) {
        self.language = language
        self.path = path
        self.signedIn = signedIn
        self.navigation = navigation
    }

    package init(_ request: Request, _ context: WebContext, signedIn: SignedIn? = nil, navigation: [Link] = []) {
        self.init(
            language: context.language,
            path: request.method == .get ? request.head.path ?? "/" : request.uri.path,
            signedIn: signedIn,
            navigation: navigation
        )
    }
}
