import CourseModel
import HTTPServing
import Hummingbird

/// Sign-in, sign-out and the choice of a password, for everybody at a school.
struct SignInController: Sendable {
    let schoolName: Title
    let accounts: SchoolAccounts
    let gate: SignInGate
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
        if let person = try await self.gate.signedIn(request) { return LocalPath.redirect(to: person.home) }
        let to = request.uri.queryParameters["to"].map { LocalPath.checked(String($0)) }
        return try self.page(request, context, fault: self.accounts.isKnown ? nil : "agent.noRoster", to: to)
    }

    @Sendable func signIn(request: Request, context: WebContext) async throws -> Response {
        let form = try await request.decode(as: SignInPage.Form.self, context: context)
        guard self.throttle.mayTry(login: form.login) else {
            return try self.page(request, context, fault: "signIn.wait", login: form.login, status: .tooManyRequests)
        }
        guard let person = try await self.verified(form) else {
            let fault = self.accounts.isKnown ? "signIn.refused" : "agent.noRoster"
            return try self.page(request, context, fault: fault, login: form.login, to: form.to, status: .forbidden)
        }
        self.throttle.succeeded(login: form.login)
        let cookie = self.gate.cookie(of: person, passwordVerifier: person.passwordVerifier, request: request)
        let to = person.role == .trainee ? LocalPath.checked(form.to) : person.home
        return LocalPath.redirect(
            to: person.mustChangePassword ? "/password" : to,
            setCookie: cookie
        )
    }

    @Sendable func signOut(request: Request, context: WebContext) async throws -> Response {
        LocalPath.redirect(to: "/sign-in", setCookie: self.gate.clearingCookie)
    }

    @Sendable func passwordForm(request: Request, context: WebContext) async throws -> Response {
        guard let person = try await self.gate.signedIn(request) else { return LocalPath.redirect(to: "/sign-in") }
        return try self.page(request, context, person: person, fault: nil)
    }

    @Sendable func changePassword(request: Request, context: WebContext) async throws -> Response {
        guard let person = try await self.gate.signedIn(request) else { return LocalPath.redirect(to: "/sign-in") }
        let form = try await request.decode(as: SignInPage.NewPassword.self, context: context)
        let fault = await form.fault(
            login: person.account.login,
            name: person.account.name,
            passwordVerifier: person.passwordVerifier,
            mustChange: person.mustChangePassword
        )
        if let fault { return try self.page(request, context, person: person, fault: fault) }
        let verifier = try await PasswordVerifier.make(form.password)
        try await self.accounts.change(person, to: verifier, at: self.clock.now)
        let cookie = self.gate.cookie(of: person, passwordVerifier: verifier, request: request)
        return LocalPath.redirect(to: person.home, setCookie: cookie)
    }

    /// Takes as long for a login that nobody has.
    private func verified(_ form: SignInPage.Form) async throws -> SignedIn? {
        guard let person = try await self.accounts.person(login: form.login) else {
            await PasswordVerifier.refuse(form.password)
            return nil
        }
        return await PasswordVerifier.verify(form.password, person.passwordVerifier) ? person : nil
    }

    private func page(
        _ request: Request,
        _ context: WebContext,
        fault: String?,
        login: String = "",
        to: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try SignInPage.response(
            self.pages,
            context: PageContext(request, context),
            place: self.schoolName.text(in: context.language),
            fault: fault,
            login: login,
            to: to,
            status: status
        )
    }

    private func page(
        _ request: Request,
        _ context: WebContext,
        person: SignedIn,
        fault: String?
    ) throws -> Response {
        try SignInPage.passwordResponse(
            self.pages,
            context: PageContext(request, context, signedIn: person.frame),
            login: person.account.login,
            mustChange: person.mustChangePassword,
            fault: fault
        )
    }
}
