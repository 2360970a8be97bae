import CourseModel
import CreditLedger
import HTTPServing

/// `/decisions`: proposals that wait for a second officer, and appeals that wait for an answer.
struct DecisionsPage {
    struct Model: Sendable {
        struct ProposalRow: Sendable {
            let number: Int64
            let person: String
            let path: String
            let kind: String
            let what: String
            let reason: String
            let by: String
            let state: String
            let tone: String
            let answer: String?
            let decidedBy: String?
            let mayDecide: Bool
            let mayWithdraw: Bool
        }

        struct AppealRow: Sendable {
            let number: Int64
            let person: String
            let path: String
            let about: String
            let appeal: String
            let by: String
            let state: String
            let tone: String
            let answer: String?
            let answeredBy: String?
            let mayAnswer: Bool
        }

        let asOf: String
        let proposals: [ProposalRow]
        let hasNoProposals: Bool
        let appeals: [AppealRow]
        let hasNoAppeals: Bool
    }

    let text: OfficerText
    let programmes: [Programme]
    /// Who reads the page.
    let officer: OfficerRecord

    /// - Parameter names: what the people are called; who is not there any more has none.
    func model(
        of proposals: some Sequence<Proposal>,
        appeals: some Sequence<Appeal>,
        names: [Person.ID: String],
        asOfMs: UTCTime
    ) -> Model {
        let proposals = proposals.map { self.row(of: $0, names: names) }
        let appeals = appeals.map { self.row(of: $0, names: names) }
        return Model(
            asOf: self.text.asOf(asOfMs),
            proposals: proposals,
            hasNoProposals: proposals.isEmpty,
            appeals: appeals,
            hasNoAppeals: appeals.isEmpty
        )
    }

    private func row(of proposal: Proposal, names: [Person.ID: String]) -> Model.ProposalRow {
        let content = proposal.content
        let isOpen = proposal.state == .open
        let isOwn = proposal.proposer.login == self.officer.login
        let isOtherLevel = proposal.proposer.level != self.officer.scope.level.rawValue
        return Model.ProposalRow(
            number: proposal.number,
            person: names[content.trainee] ?? content.trainee.rawValue,
            path: "/people/\(content.trainee)/hours",
            kind: self.text.say("proposal.\(content.kind.rawValue)"),
            what: self.what(content),
            reason: content.reason,
            by: self.by(proposal.proposer, at: proposal.proposedAtMs),
            state: self.text.say("proposal.state.\(proposal.state.rawValue)"),
            tone: proposal.state == .cosigned ? "good" : proposal.state == .open ? "warn" : "",
            answer: proposal.answer,
            decidedBy: proposal.decider.map { self.by($0, at: proposal.decidedAtMs ?? .zero) },
            mayDecide: isOpen && !isOwn && isOtherLevel,
            mayWithdraw: isOpen && isOwn
        )
    }

    private func what(_ content: Proposal.Content) -> String {
        let programme = self.programmes.first { $0.programme == content.programme }
        let title = programme.map { self.text.title($0.title) } ?? content.programme.rawValue
        let subject: String
        switch content.kind {
        case .adjustment: subject = programme.map { self.text.item(content.subject, in: $0) } ?? content.subject
        case .void: subject = content.subject
        case .late:
            let phase = programme?.phases.first { $0.phase.rawValue == content.subject }
            subject = phase.map { self.text.title($0.title) } ?? content.subject
        }
        let hours = content.hundredths.map { " \(SignedHours.text(of: $0))" } ?? ""
        return "\(title) · \(subject)\(hours)"
    }

    private func row(of appeal: Appeal, names: [Person.ID: String]) -> Model.AppealRow {
        let programme = self.programmes.first { $0.programme == appeal.programme }
        let lesson = programme?.lessons.first { $0.lesson == appeal.lesson }
        let state = appeal.answer.map { $0.isUpheld ? "upheld" : "rejected" } ?? "open"
        let filed = self.text.time.text(appeal.filedAtMs, in: self.text.language)
        let isOwn = appeal.filedBy == appeal.trainee.rawValue
        return Model.AppealRow(
            number: appeal.number,
            person: names[appeal.trainee] ?? appeal.trainee.rawValue,
            path: "/people/\(appeal.trainee)/hours",
            about: (lesson?.title ?? programme?.title).map(self.text.title) ?? appeal.programme.rawValue,
            appeal: appeal.text,
            by: "\(isOwn ? self.text.say("appeal.byTrainee") : appeal.filedBy) · \(filed)",
            state: self.text.say("appeal.state.\(state)"),
            tone: state == "upheld" ? "good" : state == "open" ? "warn" : "",
            answer: appeal.answer?.text,
            answeredBy: appeal.answer.map { answer in
                "\(answer.by) · \(self.text.time.text(answer.atMs, in: self.text.language))"
            },
            mayAnswer: appeal.answer == nil && appeal.filedBy != self.officer.login
        )
    }

    private func by(_ actor: Proposal.Actor, at time: UTCTime) -> String {
        let level = self.text.say("role.\(actor.level)Officer")
        return "\(actor.login)（\(level)） · \(self.text.time.text(time, in: self.text.language))"
    }
}
