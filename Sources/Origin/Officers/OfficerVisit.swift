import CourseModel
import HTTPServing
import Hummingbird

/// What every page of an officer is made with.
struct OfficerVisit: Sendable {
    let request: Request
    let officer: OfficerRecord
    let frame: PageContext
    let text: OfficerText
}

/// Lets officers in to their pages. Nobody sees one without a sign-in, nor before choosing their own password.
struct OfficerVisits: Sendable {
    let province: ProvinceDatabase
    let gate: OfficerGate
    let pages: Pages
    /// IANA name: times are shown in it.
    let timeZone: String

    func visit(
        _ request: Request,
        _ context: WebContext,
        _ page: (OfficerVisit) async throws -> Response
    ) async throws -> Response {
        guard let officer = try self.gate.officer(request) else { return LocalPath.signIn(toReturnTo: request) }
        guard !officer.mustChangePassword else { return LocalPath.redirect(to: "/password") }
        let text = OfficerText(
            messages: self.pages.messages,
            language: context.language,
            time: LocalTime(timeZone: self.timeZone)
        )
        let frame = PageContext(
            request,
            context,
            signedIn: .init(name: officer.name, role: OfficerGate.roleKey(of: officer)),
            navigation: [
                try self.home(of: officer, text),
                PageContext.Link(title: "nav.programmes", path: "/programmes"),
                PageContext.Link(title: "nav.decisions", path: "/decisions"),
            ]
        )
        return try await page(OfficerVisit(request: request, officer: officer, frame: frame, text: text))
    }

    /// Where an officer begins.
    private func home(of officer: OfficerRecord, _ text: OfficerText) throws -> PageContext.Link {
        switch officer.scope {
        case .province: PageContext.Link(title: "nav.province", path: "/")
        case .city(let name, _): PageContext.Link(title: name, path: "/")
        case .county(let id):
            PageContext.Link(
                title: try self.province.county(id).map { text.title($0.name) } ?? id.rawValue,
                path: "/counties/\(id)"
            )
        case .school(let id):
            PageContext.Link(
                title: try self.province.school(id).map { text.title($0.name) } ?? id.rawValue,
                path: "/schools/\(id)"
            )
        }
    }
}
