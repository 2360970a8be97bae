package import CourseModel
package import CreditLedger
import Crediting

/// What officers propose, decide and answer about trainees' hours, checked against what there is.
///
/// Two officers of different levels make one decision. Everything that was decided stays written down.
package struct OfficerDecisions: Sendable {
    /// Characters of a reason or an answer: a paragraph.
    package static let reasonMax = 500
    /// How many open proposals and appeals are shown: more are not worked off in a day.
    package static let openMax = 500

    let ledger: any LedgerStore
    let province: ProvinceDatabase
    private let programmes: @Sendable () throws -> [Programme]
    private let now: @Sendable () -> UTCTime

    package init(
        ledger: any LedgerStore,
        province: ProvinceDatabase,
        programmes: @escaping @Sendable () throws -> [Programme],
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.ledger = ledger
        self.province = province
        self.programmes = programmes
        self.now = now
    }

    /// - Throws: `DecisionFault`; then nothing was written.
    package func propose(_ content: Proposal.Content, by officer: OfficerRecord) async throws -> Proposal {
        try self.check(content.reason)
        let person = try self.person(content.trainee, seenBy: officer)
        let programme = try self.programme(content.programme, of: person)
        switch content.kind {
        case .adjustment: try await self.checkHours(of: content, in: programme)
        case .late:
            guard programme.phases.contains(where: { $0.phase.rawValue == content.subject }) else {
                throw DecisionFault.unknownSubject(content.subject)
            }
        case .void:
            let evidence = try await self.ledger.evidence(of: content.trainee)
            let plays = evidence.plays + evidence.rooms.flatMap(\.plays)
            guard plays.contains(where: { $0.play.rawValue == content.subject }) else {
                throw DecisionFault.unknownSubject(content.subject)
            }
        }
        if let appeal = content.appeal, try await self.ledger.appeal(appeal).trainee != content.trainee {
            throw DecisionFault.foreignAppeal
        }
        return try await self.ledger.propose(content, by: officer.actor, at: self.now())
    }

    package enum Decision: String, Hashable, Sendable, Codable, CaseIterable {
        case cosign
        case decline
        case withdraw
    }

    /// - Throws: `DecisionFault` or `ProposalFault`; then nothing was written.
    package func decide(
        _ number: Int64,
        _ decision: Decision,
        by officer: OfficerRecord,
        answer: String?
    ) async throws -> Proposal {
        let proposal = try await self.ledger.proposal(number)
        _ = try self.person(proposal.content.trainee, seenBy: officer)
        if let answer { try self.check(answer) }
        let kind: ProposalDecision
        switch decision {
        case .decline: kind = .decline
        case .withdraw: kind = .withdraw
        case .cosign:
            let programme = try self.programmes().first { $0.programme == proposal.content.programme }
            guard let programme else { throw DecisionFault.notRegistered(proposal.content.programme) }
            if proposal.content.kind == .adjustment { try await self.checkHours(of: proposal.content, in: programme) }
            kind = .cosign(rules: try programme.ruleSet.digest(), account: programme.ruleSet.accountKind)
        }
        return try await self.ledger.decide(number, kind, by: officer.actor, answer: answer, at: self.now())
    }

    /// Files an appeal for a trainee.
    ///
    /// - Throws: `DecisionFault`; then nothing was written.
    package func file(
        of trainee: Person.ID,
        programme: Programme.ID,
        lesson: Lesson.ID?,
        text: String,
        by officer: OfficerRecord
    ) async throws -> Appeal {
        guard (1...AppealFiled.textMax).contains(text.count) else { throw DecisionFault.reason(AppealFiled.textMax) }
        let found = try self.programme(programme, of: try self.person(trainee, seenBy: officer))
        if let lesson, !found.lessons.contains(where: { $0.lesson == lesson }) {
            throw DecisionFault.unknownSubject(lesson.rawValue)
        }
        let appeal = AppealFiled(person: trainee, programme: programme, lesson: lesson, text: text, atMs: .zero)
        return try await self.ledger.file(appeal, by: officer.login, at: self.now())
    }

    /// Answers an appeal; what follows from it is proposed and cosigned.
    ///
    /// - Throws: `DecisionFault` or `AppealFault`; then nothing was written.
    package func answer(
        _ number: Int64,
        isUpheld: Bool,
        text: String,
        by officer: OfficerRecord
    ) async throws -> Appeal {
        try self.check(text)
        let appeal = try await self.ledger.appeal(number)
        _ = try self.person(appeal.trainee, seenBy: officer)
        guard appeal.filedBy != officer.login else { throw DecisionFault.ownAppeal }
        let answer = Appeal.Answer(isUpheld: isUpheld, text: text, by: officer.login, atMs: self.now())
        return try await self.ledger.answer(number, answer)
    }

    /// What waits for somebody, of the trainees that an officer sees.
    package func open(
        for officer: OfficerRecord
    ) async throws -> (proposals: [Proposal], appeals: [Appeal]) {
        let proposals = try await self.ledger.openProposals(limit: Self.openMax)
        let appeals = try await self.ledger.openAppeals(limit: Self.openMax)
        let isSeen = { (trainee: Person.ID) in
            (try? self.person(trainee, seenBy: officer)) != nil
        }
        return (proposals.filter { isSeen($0.content.trainee) }, appeals.filter { isSeen($0.trainee) })
    }

    private func check(_ reason: String) throws(DecisionFault) {
        guard (1...Self.reasonMax).contains(reason.count) else { throw .reason(Self.reasonMax) }
    }

    func person(_ trainee: Person.ID, seenBy officer: OfficerRecord) throws -> PersonRecord {
        guard let person = try self.province.person(trainee), let school = try self.province.school(person.school)
        else {
            throw DecisionFault.unknownPerson(trainee)
        }
        guard officer.scope.includes(school) else { throw DecisionFault.otherScope }
        return person
    }

    private func programme(_ id: Programme.ID, of person: PersonRecord) throws -> Programme {
        guard person.registrations.contains(where: { $0.programme == id }),
            let programme = try self.programmes().first(where: { $0.programme == id })
        else { throw DecisionFault.notRegistered(id) }
        return programme
    }

    /// An adjustment never gives more than the programme has, and of another item never more than is listed.
    private func checkHours(of content: Proposal.Content, in programme: Programme) async throws {
        let hours = content.hundredths ?? .zero
        let most = programme.phases.reduce(CreditHours.zero) { $0 + $1.hoursHundredths }
        guard hours != .zero, hours <= most, hours >= .zero - most else { throw DecisionFault.hours(most) }
        if let item = programme.phases.flatMap({ $0.items ?? [] }).first(where: { $0.item.rawValue == content.subject })
        {
            let confirmed = try await self.ledger.entries(of: content.trainee).filter { entry in
                entry.kind == .adjustment && entry.programme == content.programme && entry.item == content.subject
            }
            let sum = confirmed.reduce(hours) { $0 + $1.hundredths }
            guard sum >= .zero, sum <= item.hoursHundredths else { throw DecisionFault.hours(item.hoursHundredths) }
        } else if !programme.sections.contains(where: { $0.section.rawValue == content.subject }) {
            throw DecisionFault.unknownSubject(content.subject)
        }
    }
}

extension OfficerRecord {
    package var actor: Proposal.Actor { Proposal.Actor(login: self.login, level: self.scope.level.rawValue) }
}

/// Why something is not proposed or decided.
package enum DecisionFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownPerson(Person.ID)
    case otherScope
    case notRegistered(Programme.ID)
    case unknownSubject(String)
    case hours(CreditHours)
    /// A reason is missing, or longer than this.
    case reason(Int)
    case foreignAppeal
    case ownAppeal

    package var description: String {
        switch self {
        case .unknownPerson(let person): "there is no person \(person)"
        case .otherScope: "an officer decides about the schools of their own province, city or county only"
        case .notRegistered(let programme): "the person takes no part in a programme '\(programme)'"
        case .unknownSubject(let subject): "there is nothing called '\(subject.prefix(80))' to decide about"
        case .hours(let most):
            "write hours other than 0, and at most \(DecimalHours.text(of: most)) together"
        case .reason(let most): "give a reason, of at most \(most) characters"
        case .foreignAppeal: "the appeal is another person's"
        case .ownAppeal: "whoever filed an appeal does not answer it"
        }
    }
}
