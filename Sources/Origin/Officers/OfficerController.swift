package import CourseModel
import CreditLedger
import Foundation
package import HTTPServing
package import Hummingbird

/// Everything that officers, and commands with the control token, ask of the origin: sign-in, pages, tables and APIs
/// about completeness and statements.
package struct OfficerController: Sendable {
    /// Templates and messages of the officers' pages.
    package static var resources: String { WebResources.folder(of: .module) }

    private let signIn: OfficerSignInController
    private let api: CompletenessController
    private let pages: OfficerPagesController
    private let hours: HoursController

    /// - Parameters:
    ///   - decisions: What officers decide about hours.
    ///   - register: Sums a person's hours over the years.
    ///   - pages: With the origin's `Resources` folder.
    ///   - sessions: Its cookie's name is `OfficerGate.cookieName`.
    ///   - control: The token of this run's `control.json`.
    ///   - hasSecureCookies: Whether cookies are for HTTPS only.
    package init(
        reader: CompletenessReader,
        decisions: OfficerDecisions,
        register: RegisterReader,
        pages: Pages,
        sessions: SessionCookie,
        control: ControlToken,
        hasSecureCookies: Bool,
        now: @escaping @Sendable () -> UTCTime
    ) {
        let gate = OfficerGate(
            province: reader.province,
            sessions: sessions,
            control: control,
            hasSecureCookies: hasSecureCookies
        )
        self.signIn = OfficerSignInController(
            province: reader.province,
            gate: gate,
            throttle: SignInThrottle(now: now),
            pages: pages
        )
        self.api = CompletenessController(reader: reader, gate: gate, messages: pages.messages)
        let visits = OfficerVisits(province: reader.province, gate: gate, pages: pages, timeZone: reader.timeZone)
        self.pages = OfficerPagesController(
            reader: reader,
            visits: visits,
            ruleSets: { try await decisions.ledger.ruleSets(of: $0) }
        )
        self.hours = HoursController(reader: reader, decisions: decisions, register: register, visits: visits)
    }

    package func addRoutes(to router: Router<WebContext>) {
        self.signIn.addRoutes(to: router)
        self.api.addRoutes(to: router)
        self.pages.addRoutes(to: router)
        self.hours.addRoutes(to: router)
    }
}
