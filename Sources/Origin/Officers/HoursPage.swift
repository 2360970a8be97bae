import CourseModel
import CreditLedger
import Crediting
import HTTPServing

/// `/people/{person}/hours`: one trainee's ledger and register, and what officers propose and answer.
struct HoursPage {
    /// Sessions offered for being declared void: of a week or two.
    private static let sessionsMax = 50

    struct Model: Sendable {
        struct RegisterRow: Sendable {
            let programme: String
            let account: String
            let hours: String
            let credits: String
            let ended: String
        }

        struct EntryRow: Sendable {
            let at: String
            let item: String
            let programme: String
            let kind: String
            let kindTone: String
            let hours: String
            let account: String
            let reason: String
            let by: String
        }

        struct Choice: Sendable {
            let value: String
            let title: String
        }

        struct Block: Sendable {
            let programme: String
            let title: String
            let items: [Choice]
            let phases: [Choice]
            let sessions: [Choice]
            let lessons: [Choice]
            let hasSessions: Bool
            let hasLate: Bool
            let receipts: [String]
            let hasReceipts: Bool
        }

        let name: String
        let person: String
        let personPath: String
        let school: String
        let asOf: String
        let registerSum: String
        let registerPermille: Int64
        let registerSince: String
        let isRegisterDone: Bool
        let register: [RegisterRow]
        let hasRegister: Bool
        let entries: [EntryRow]
        let hasEntries: Bool
        let decisions: DecisionsPage.Model
        let blocks: [Block]
    }

    let text: OfficerText
    let programmes: [Programme]

    func model(
        of person: PersonRecord,
        school: SchoolRecord,
        facts: HoursFacts,
        officer: OfficerRecord,
        asOfMs: UTCTime
    ) -> Model {
        let register = facts.register
        let decisions = DecisionsPage(text: self.text, programmes: self.programmes, officer: officer)
        return Model(
            name: person.name,
            person: person.person.rawValue,
            personPath: "/people/\(person.person)",
            school: self.text.title(school.name),
            asOf: self.text.asOf(asOfMs),
            registerSum: self.text.ratio(register.totalHundredths, of: register.requiredHundredths),
            registerPermille: Permille.of(
                ByteCount(bytes: register.totalHundredths.hundredths),
                in: ByteCount(bytes: register.requiredHundredths.hundredths)
            ),
            registerSince: self.text.say(
                "register.since",
                ["time": self.text.time.day(register.sinceMs, in: self.text.language)]
            ),
            isRegisterDone: register.totalHundredths >= register.requiredHundredths,
            register: register.lines.map(self.row),
            hasRegister: !register.lines.isEmpty,
            entries: facts.entries.reversed().map(self.row),
            hasEntries: !facts.entries.isEmpty,
            decisions: decisions.model(
                of: facts.proposals.reversed(),
                appeals: facts.appeals.reversed(),
                names: [person.person: person.name],
                asOfMs: asOfMs
            ),
            blocks: person.registrations.compactMap { self.block(of: $0, facts: facts) }
        )
    }

    private func row(of line: CreditRegister.Line) -> Model.RegisterRow {
        Model.RegisterRow(
            programme: self.title(of: line.programme),
            account: self.text.account(line.accountKind),
            hours: QuantityText.hours(line.hundredths),
            credits: QuantityText.hours(line.creditsHundredths),
            ended: self.text.time.day(line.endsAtMs, in: self.text.language)
        )
    }

    private func row(of entry: LedgerEntry) -> Model.EntryRow {
        let programme = self.programmes.first { $0.programme == entry.programme }
        let known = ["evidence", "recomputed"].contains(entry.reason)
        return Model.EntryRow(
            at: entry.postedAtMs.map { self.text.time.text($0, in: self.text.language) } ?? "–",
            item: programme.map { self.text.item(entry.item, in: $0) } ?? entry.item,
            programme: self.title(of: entry.programme),
            kind: self.text.say("entry.\(entry.kind.rawValue)"),
            kindTone: entry.kind == .grant ? "good" : entry.kind == .reversal ? "warn" : "",
            hours: SignedHours.text(of: entry.hundredths),
            account: self.text.account(entry.account ?? programme?.ruleSet.accountKind ?? ""),
            reason: known ? self.text.say("entry.reason.\(entry.reason)") : entry.reason,
            by: entry.cosigner.map { "\(entry.actor) + \($0)" } ?? self.text.say("entry.byOrigin")
        )
    }

    private func block(of registration: Registration, facts: HoursFacts) -> Model.Block? {
        guard let programme = self.programmes.first(where: { $0.programme == registration.programme }) else {
            return nil
        }
        let statement = facts.statements.first { $0.programme == registration.programme }
        let titles = Dictionary(programme.lessons.map { ($0.lesson, self.text.title($0.title)) }) { first, _ in first }
        let sections = programme.sections.filter { section in
            section.coursePackage == nil || section.coursePackage == registration.coursePackage
        }
        let items = programme.phases.flatMap { $0.items ?? [] }
        let sessions = facts.sessions.filter { titles[$0.lesson] != nil }.prefix(Self.sessionsMax).map { play in
            Model.Choice(
                value: play.play.rawValue,
                title: self.text.say(
                    "session.choice",
                    [
                        "lesson": titles[play.lesson] ?? play.lesson.rawValue,
                        "time": self.text.time.text(
                            UTCTime(milliseconds: play.startMs.milliseconds),
                            in: self.text.language
                        ),
                    ]
                )
            )
        }
        return Model.Block(
            programme: programme.programme.rawValue,
            title: self.text.title(programme.title),
            items: sections.map { Model.Choice(value: $0.section.rawValue, title: self.text.title($0.title)) }
                + items.map { Model.Choice(value: $0.item.rawValue, title: self.text.title($0.title)) },
            phases: programme.phases.map { Model.Choice(value: $0.phase.rawValue, title: self.text.title($0.title)) },
            sessions: Array(sessions),
            lessons: programme.lessons.map {
                Model.Choice(value: $0.lesson.rawValue, title: self.text.title($0.title))
            },
            hasSessions: !sessions.isEmpty,
            hasLate: statement?.refusals.contains { $0.reason == .late } ?? false,
            receipts: (statement?.receipts ?? []).map(\.description),
            hasReceipts: statement?.receipts?.isEmpty == false
        )
    }

    private func title(of programme: Programme.ID) -> String {
        self.programmes.first { $0.programme == programme }.map { self.text.title($0.title) } ?? programme.rawValue
    }
}

extension OfficerText {
    /// What a section or another item of a programme is called.
    func item(_ item: String, in programme: Programme) -> String {
        let sections = programme.sections.map { ($0.section.rawValue, $0.title) }
        let others = programme.phases.flatMap { $0.items ?? [] }.map { ($0.item.rawValue, $0.title) }
        return (sections + others).first { $0.0 == item }.map { self.title($0.1) } ?? item
    }

    /// What hours are booked to.
    func account(_ kind: String) -> String {
        let key = "account.\(kind)"
        return self.messages.has(key) ? self.say(key) : kind
    }
}
