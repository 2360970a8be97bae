import CourseModel
import HTTPServing
import Hummingbird

/// Sign-in, sign-out and the choice of a password, for everybody at a school.
struct SignInController: Sendable {
    struct SignInPage: Sendable {
        let place: String?
        let fault: String?
        let login: String
        let to: String?
    }

    struct PasswordPage: Sendable {
        let mustChange: Bool
        let fault: String?
        let login: String
    }

    private struct SignInForm: Decodable {
        let login: String
        let password: String
        let to: String?
    }

    private struct PasswordForm: Decodable {
        let password: String
        let again: String
    }

    let schoolName: Title
    let accounts: SchoolAccounts
    let gate: SignInGate
    let sessions: SessionCookie
    let throttle: SignInThrottle
    let clock: AgentClock
    let pages: Pages

    func addRoutes(to router: Router<WebContext>) {
        router.get("/sign-in", use: self.form)
        router.post("/sign-in", use: self.signIn)
        router.post("/sign-out", use: self.signOut)
        router.get("/password", use: self.passwordForm)
        router.post("/password", use: self.changePassword)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        if let person = try await self.gate.signedIn(request) { return SignInGate.redirect(to: person.home) }
        let to = request.uri.queryParameters["to"].map { LocalPath.checked(String($0)) }
        return try self.page(request, context, fault: self.accounts.isKnown ? nil : "agent.noRoster", to: to)
    }

    @Sendable func signIn(request: Request, context: WebContext) async throws -> Response {
        let form = try await request.decode(as: SignInForm.self, context: context)
        guard self.throttle.mayTry(login: form.login) else {
            return try self.page(request, context, fault: "signIn.wait", login: form.login, status: .tooManyRequests)
        }
        guard let person = try await self.verified(form) else {
            self.throttle.failed(login: form.login)
            let fault = self.accounts.isKnown ? "signIn.refused" : "agent.noRoster"
            return try self.page(request, context, fault: fault, login: form.login, to: form.to, status: .forbidden)
        }
        self.throttle.succeeded(login: form.login)
        let subject = SessionCookie.Subject(person: person.person.rawValue, role: person.role.rawValue)
        let cookie = self.sessions.header(for: subject, secure: false)
        let to = person.role == .trainee ? LocalPath.checked(form.to) : person.home
        return SignInGate.redirect(
            to: person.mustChangePassword ? "/password" : to,
            headers: [.setCookie: cookie]
        )
    }

    @Sendable func signOut(request: Request, context: WebContext) async throws -> Response {
        SignInGate.redirect(to: "/sign-in", headers: [.setCookie: self.sessions.clearing])
    }

    @Sendable func passwordForm(request: Request, context: WebContext) async throws -> Response {
        guard let person = try await self.gate.signedIn(request) else { return SignInGate.redirect(to: "/sign-in") }
        return try self.page(request, context, person: person, fault: nil)
    }

    @Sendable func changePassword(request: Request, context: WebContext) async throws -> Response {
        guard let person = try await self.gate.signedIn(request) else { return SignInGate.redirect(to: "/sign-in") }
        let form = try await request.decode(as: PasswordForm.self, context: context)
        if let fault = try await self.fault(in: form, of: person) {
            return try self.page(request, context, person: person, fault: fault, status: .unprocessableContent)
        }
        try await self.accounts.change(
            person,
            to: try await PasswordVerifier.make(form.password),
            at: self.clock.now
        )
        return SignInGate.redirect(to: person.home)
    }

    /// Takes as long for a login that nobody has.
    private func verified(_ form: SignInForm) async throws -> SignedIn? {
        guard let person = try await self.accounts.person(login: form.login) else {
            await PasswordVerifier.refuse(form.password)
            return nil
        }
        return await PasswordVerifier.verify(form.password, person.passwordVerifier) ? person : nil
    }

    private func fault(in form: PasswordForm, of person: SignedIn) async throws -> String? {
        guard form.password == form.again else { return "password.differs" }
        let account = person.account
        if let fault = PasswordRule.fault(in: form.password, login: account.login, name: account.name) { return fault }
        return await PasswordVerifier.verify(form.password, person.passwordVerifier) ? "password.same" : nil
    }

    private func page(
        _ request: Request,
        _ context: WebContext,
        fault: String?,
        login: String = "",
        to: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let model = SignInPage(
            place: self.schoolName.text(in: context.language),
            fault: fault.map { self.pages.messages.text($0, in: context.language) },
            login: login,
            to: to
        )
        let frame = PageContext(request, context)
        return try self.pages.page("sign-in", title: "signIn.title", model, context: frame, status: status)
    }

    private func page(
        _ request: Request,
        _ context: WebContext,
        person: SignedIn,
        fault: String?,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let model = PasswordPage(
            mustChange: person.mustChangePassword,
            fault: fault.map { self.pages.messages.text($0, in: context.language) },
            login: person.account.login
        )
        let frame = PageContext(request, context, signedIn: person.frame)
        return try self.pages.page("password", title: "password.title", model, context: frame, status: status)
    }
}
