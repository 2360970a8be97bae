import HTTPServing
import Hummingbird
import Logging

/// Officers' sign-in, sign-out and change of password.
struct OfficerSignInController: Sendable {
    let province: ProvinceDatabase
    let gate: OfficerGate
    let throttle: SignInThrottle
    let pages: Pages

    func addRoutes(to router: Router<WebContext>) {
        router.get("/sign-in", use: self.form)
        router.post("/sign-in", use: self.signIn)
        router.post("/sign-out", use: self.signOut)
        router.get("/password", use: self.passwordForm)
        router.post("/password", use: self.changePassword)
    }

    @Sendable private func form(_ request: Request, _ context: WebContext) async throws -> Response {
        if try self.gate.officer(request) != nil { return LocalPath.redirect(to: "/") }
        let to = request.uri.queryParameters["to"].map { LocalPath.checked(String($0)) }
        return try SignInPage.response(
            self.pages,
            context: self.frame(request, context),
            place: self.place(context),
            to: to
        )
    }

    @Sendable private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await request.decode(as: SignInPage.Form.self, context: context)
        guard self.throttle.mayTry(login: form.login) else {
            return try self.refusal("signIn.wait", .tooManyRequests, form, request, context)
        }
        let officer = try self.province.officer(login: form.login)
        guard let officer, await PasswordVerifier.verify(form.password, officer.passwordVerifier) else {
            if officer == nil { await PasswordVerifier.refuse(form.password) }
            // What is no officer's login may be a password, typed into the wrong field.
            context.logger.info(
                "an officer's sign-in was refused",
                metadata: ["login": "\(officer?.login ?? "unknown")"]
            )
            return try self.refusal("signIn.refused", .unauthorized, form, request, context)
        }
        self.throttle.succeeded(login: form.login)
        return LocalPath.redirect(
            to: officer.mustChangePassword ? "/password" : LocalPath.checked(form.to),
            setCookie: self.gate.cookie(of: officer, verifier: officer.passwordVerifier, request: request)
        )
    }

    @Sendable private func signOut(_ request: Request, _ context: WebContext) async throws -> Response {
        LocalPath.redirect(to: "/sign-in", setCookie: self.gate.clearingCookie)
    }

    @Sendable private func passwordForm(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let officer = try self.gate.officer(request) else { return LocalPath.signIn(toReturnTo: request) }
        return try self.passwordPage(officer, fault: nil, request, context)
    }

    @Sendable private func changePassword(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let officer = try self.gate.officer(request) else { return LocalPath.signIn(toReturnTo: request) }
        let form = try await request.decode(as: SignInPage.NewPassword.self, context: context)
        let fault = await form.fault(
            login: officer.login,
            name: officer.name,
            passwordVerifier: officer.passwordVerifier,
            mustChange: officer.mustChangePassword
        )
        if let fault {
            return try self.passwordPage(officer, fault: fault, request, context)
        }
        let verifier = try await PasswordVerifier.make(form.password)
        try self.province.setOfficerPassword(login: officer.login, passwordVerifier: verifier)
        context.logger.info("an officer chose a new password", metadata: ["login": "\(officer.login)"])
        return LocalPath.redirect(
            to: "/",
            setCookie: self.gate.cookie(of: officer, verifier: verifier, request: request)
        )
    }

    private func passwordPage(
        _ officer: OfficerRecord,
        fault: String?,
        _ request: Request,
        _ context: WebContext
    ) throws -> Response {
        try SignInPage.passwordResponse(
            self.pages,
            context: PageContext(
                request,
                context,
                signedIn: .init(name: officer.name, role: OfficerGate.roleKey(of: officer))
            ),
            login: officer.login,
            mustChange: officer.mustChangePassword,
            fault: fault
        )
    }

    private func refusal(
        _ fault: String,
        _ status: HTTPResponse.Status,
        _ form: SignInPage.Form,
        _ request: Request,
        _ context: WebContext
    ) throws -> Response {
        try SignInPage.response(
            self.pages,
            context: self.frame(request, context),
            place: self.place(context),
            fault: fault,
            login: form.login,
            to: form.to.map { LocalPath.checked($0) },
            status: status
        )
    }

    private func frame(_ request: Request, _ context: WebContext) -> PageContext { PageContext(request, context) }

    private func place(_ context: WebContext) -> String {
        self.pages.messages.text("officer.place", in: context.language)
    }
}
