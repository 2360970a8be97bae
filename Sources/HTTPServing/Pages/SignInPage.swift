import CourseModel
package import Hummingbird

/// The form at `/sign-in` and the one at `/password`, the same in every program: where they post, which fields they
/// have, and what is said when it went wrong.
package enum SignInPage {
    /// What `/sign-in` posts.
    package struct Form: Decodable, Sendable {
        package let login: String
        package let password: String
        /// Where to go on to; check it with `LocalPath`.
        package let to: String?
    }

    /// What `/password` posts.
    package struct NewPassword: Decodable, Sendable {
        /// The password until now; not asked for where somebody else gave it out and it was typed a moment ago.
        package let current: String?
        package let password: String
        package let again: String

        /// Why this cannot be the new password of an account; nil where it can.
        ///
        /// - Returns: the key of a message.
        package func fault(login: String, name: String, passwordVerifier: String, mustChange: Bool) async -> String? {
            if !mustChange, await !PasswordVerifier.verify(self.current ?? "", passwordVerifier) {
                return "password.wrongCurrent"
            }
            guard self.password == self.again else { return "password.differs" }
            if let fault = PasswordRule.fault(in: self.password, login: login, name: name) { return fault }
            return await PasswordVerifier.verify(self.password, passwordVerifier) ? "password.same" : nil
        }
    }

    private struct Model: Sendable {
        let place: String?
        let fault: String?
        let login: String?
        let to: String?
    }

    private struct PasswordModel: Sendable {
        let login: String
        let fault: String?
        let mustChange: Bool
    }

    /// - Parameters:
    ///   - place: The school or province that is signed in to; shown below the title.
    ///   - fault: Key of the message that says why the last try failed.
    ///   - login: What was typed last; empty for a first look.
    package static func response(
        _ pages: Pages,
        context: PageContext,
        place: String? = nil,
        fault: String? = nil,
        login: String = "",
        to: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let model = Model(
            place: place,
            fault: fault.map { pages.messages.text($0, in: context.language) },
            login: login.isEmpty ? nil : login,
            to: to
        )
        return try pages.page("sign-in", title: "signIn.title", model, context: context, status: status)
    }

    /// - Parameter mustChange: Whether the password was given out by somebody else.
    package static func passwordResponse(
        _ pages: Pages,
        context: PageContext,
        login: String,
        mustChange: Bool,
        fault: String? = nil
    ) throws -> Response {
        let model = PasswordModel(
            login: login,
            fault: fault.map { pages.messages.text($0, in: context.language) },
            mustChange: mustChange
        )
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        return try pages.page("password", title: "password.title", model, context: context, status: status)
    }
}
