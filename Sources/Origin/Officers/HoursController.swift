import CourseModel
import CreditLedger
import Crediting
import HTTPServing
import Hummingbird
import Logging

/// A trainee's ledger, and what officers propose, decide and answer about it.
struct HoursController: Sendable {
    let reader: CompletenessReader
    let decisions: OfficerDecisions
    let register: RegisterReader
    let visits: OfficerVisits

    func addRoutes(to router: Router<WebContext>) {
        router.get("/people/:person/hours", use: self.hours)
        router.get("/v1/people/:person/hours", use: self.hoursJSON)
        router.post("/people/:person/proposals", use: self.propose)
        router.post("/people/:person/appeals", use: self.appeal)
        router.get("/decisions", use: self.open)
        router.post("/proposals/:number", use: self.decide)
        router.post("/appeals/:number", use: self.answer)
    }

    // MARK: Reading

    @Sendable private func hours(_ request: Request, _ context: WebContext) async throws -> Response {
        try await self.visits.visit(request, context) { visit in
            let (person, school) = try self.person(context)
            try OfficerAsker.officer(visit.officer).mustSee(school)
            let page = HoursPage(text: visit.text, programmes: try self.reader.catalogue.programmes)
            let model = page.model(
                of: person,
                school: school,
                facts: try await self.facts(of: person),
                officer: visit.officer,
                asOfMs: self.reader.now()
            )
            return try self.visits.pages.page("hours", title: model.name, model, context: visit.frame)
        }
    }

    @Sendable private func hoursJSON(_ request: Request, _ context: WebContext) async throws -> Response {
        let asker = try self.visits.gate.asker(request)
        let (person, school) = try self.person(context)
        try asker.mustSee(school)
        return try JSONResponse.of(try await self.facts(of: person))
    }

    @Sendable private func open(_ request: Request, _ context: WebContext) async throws -> Response {
        try await self.visits.visit(request, context) { visit in
            let (proposals, appeals) = try await self.decisions.open(for: visit.officer)
            let page = DecisionsPage(
                text: visit.text,
                programmes: try self.reader.catalogue.programmes,
                officer: visit.officer
            )
            var names: [Person.ID: String] = [:]
            for person in Set(proposals.map(\.content.trainee) + appeals.map(\.trainee)) {
                names[person] = try self.reader.province.person(person)?.name
            }
            let model = page.model(of: proposals, appeals: appeals, names: names, asOfMs: self.reader.now())
            return try self.visits.pages.page("decisions", title: "nav.decisions", model, context: visit.frame)
        }
    }

    private func facts(of record: PersonRecord) async throws -> HoursFacts {
        let person = record.person
        let entries = try await self.decisions.ledger.entries(of: person)
        return HoursFacts(
            register: try self.register.register(of: entries, at: self.reader.now()),
            entries: entries,
            proposals: try await self.decisions.ledger.proposals(of: person),
            appeals: try await self.decisions.ledger.appeals(of: person),
            statements: try await self.reader.statements(of: record.school).filter { $0.trainee == person },
            sessions: try await self.reader.sessions(of: person)
        )
    }

    private func person(_ context: WebContext) throws -> (PersonRecord, SchoolRecord) {
        guard let id = Person.ID(try context.parameters.require("person")),
            let person = try self.reader.province.person(id),
            let school = try self.reader.province.school(person.school)
        else { throw Problem(.notFound, "unknown-person", "there is no such person") }
        return (person, school)
    }

    // MARK: Deciding

    @Sendable private func propose(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Form: Decodable {
            let kind: Proposal.Kind
            let programme: Programme.ID
            let subject: String
            /// With a sign; decimal.
            let hours: String?
            let reason: String
            let appeal: String?
        }
        return try await self.visits.visit(request, context) { visit in
            let form = try await request.decode(as: Form.self, context: context)
            let (person, _) = try self.person(context)
            var hundredths: CreditHours?
            if form.kind == .adjustment {
                guard let hours = SignedHours.hundredths(of: form.hours ?? "") else {
                    throw Problem(.unprocessableContent, "hours", "the hours are no number")
                }
                hundredths = hours
            }
            let content = Proposal.Content(
                kind: form.kind,
                trainee: person.person,
                programme: form.programme,
                subject: form.subject,
                hundredths: hundredths,
                reason: form.reason,
                appeal: form.appeal.flatMap { Int64($0) }
            )
            let proposal = try await self.refusing { try await self.decisions.propose(content, by: visit.officer) }
            context.logger.info(
                "hours: proposed",
                metadata: ["proposal": "\(proposal.number)", "officer": "\(visit.officer.login)"]
            )
            return LocalPath.redirect(to: "/people/\(person.person)/hours")
        }
    }

    @Sendable private func appeal(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Form: Decodable {
            let programme: Programme.ID
            let lesson: String?
            let text: String
        }
        return try await self.visits.visit(request, context) { visit in
            let form = try await request.decode(as: Form.self, context: context)
            let (person, _) = try self.person(context)
            _ = try await self.refusing {
                try await self.decisions.file(
                    of: person.person,
                    programme: form.programme,
                    lesson: form.lesson.flatMap { Lesson.ID($0) },
                    text: form.text,
                    by: visit.officer
                )
            }
            return LocalPath.redirect(to: "/people/\(person.person)/hours")
        }
    }

    @Sendable private func decide(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Form: Decodable {
            let decision: OfficerDecisions.Decision
            let answer: String?
        }
        return try await self.visits.visit(request, context) { visit in
            let form = try await request.decode(as: Form.self, context: context)
            let number = try self.number(context)
            let proposal = try await self.refusing {
                try await self.decisions.decide(
                    number,
                    form.decision,
                    by: visit.officer,
                    answer: form.answer.flatMap { $0.isEmpty ? nil : $0 }
                )
            }
            context.logger.info(
                "hours: \(proposal.state.rawValue)",
                metadata: ["proposal": "\(number)", "officer": "\(visit.officer.login)"]
            )
            return LocalPath.redirect(to: "/decisions")
        }
    }

    @Sendable private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Form: Decodable {
            let verdict: String
            let answer: String
        }
        return try await self.visits.visit(request, context) { visit in
            let form = try await request.decode(as: Form.self, context: context)
            guard ["upheld", "rejected"].contains(form.verdict) else {
                throw Problem(.badRequest, "bad-request", "the verdict is upheld or rejected")
            }
            let number = try self.number(context)
            _ = try await self.refusing {
                try await self.decisions.answer(
                    number,
                    isUpheld: form.verdict == "upheld",
                    text: form.answer,
                    by: visit.officer
                )
            }
            return LocalPath.redirect(to: "/decisions")
        }
    }

    private func number(_ context: WebContext) throws -> Int64 {
        guard let number = Int64(try context.parameters.require("number")) else { throw Self.notFound }
        return number
    }

    private static let notFound = Problem(.notFound, "not-found", "there is nothing of this number")

    /// What cannot be decided so, as a problem that the page says in words.
    private func refusing<Result>(_ step: () async throws -> Result) async throws -> Result {
        do {
            return try await step()
        } catch let fault as DecisionFault {
            throw Problem(fault.status, fault.type, "\(fault)")
        } catch let fault as ProposalFault {
            throw Problem(fault.status, fault.type, "\(fault)")
        } catch let fault as AppealFault {
            if case .unknown = fault { throw Self.notFound }
            throw Problem(.conflict, "decided", "\(fault)")
        }
    }
}

extension DecisionFault {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .unknownPerson: .notFound
        case .otherScope, .ownAppeal: .forbidden
        case .notRegistered, .unknownSubject, .hours, .reason, .foreignAppeal: .unprocessableContent
        }
    }

    fileprivate var type: String {
        switch self {
        case .unknownPerson: "unknown-person"
        case .otherScope: "other-school"
        case .ownAppeal: "own-decision"
        case .notRegistered, .unknownSubject, .foreignAppeal: "unknown-subject"
        case .hours: "hours"
        case .reason: "reason"
        }
    }
}

extension ProposalFault {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .unknown: .notFound
        case .decided: .conflict
        case .ownProposal, .foreignProposal, .sameLevel: .forbidden
        }
    }

    fileprivate var type: String {
        switch self {
        case .unknown: "not-found"
        case .decided: "decided"
        case .ownProposal, .foreignProposal: "own-decision"
        case .sameLevel: "same-level"
        }
    }
}
