package import CourseModel
package import CreditLedger

/// What must be posted so that a trainee's ledger says what the evidence says: nothing, where it does already.
package enum LedgerDifference {
    /// One item of a programme as it is now computed.
    package struct Computed: Hashable, Sendable {
        package let programme: Programme.ID
        package let item: String
        package let hundredths: CreditHours
        package let rules: Digest
        /// What the hours are booked to.
        package let account: String

        package init(
            programme: Programme.ID,
            item: String,
            hundredths: CreditHours,
            rules: Digest,
            account: String
        ) {
            self.programme = programme
            self.item = item
            self.hundredths = hundredths
            self.rules = rules
            self.account = account
        }
    }

    /// The rule set of a programme, and what its hours are booked to.
    package struct Rules: Hashable, Sendable {
        package let digest: Digest
        package let account: String

        package init(digest: Digest, account: String) {
            self.digest = digest
            self.account = account
        }
    }

    private struct Place: Hashable {
        let programme: Programme.ID
        let item: String
    }

    /// Who posts what is computed.
    package static let actor = "origin"

    /// - Parameters:
    ///   - computed: every item of the programmes that were judged.
    ///   - rules: the rule set of each programme that was judged: items of theirs that are not in `computed` any more
    ///     are taken back; entries of other programmes are left alone.
    ///   - entries: all of the trainee's.
    ///   - input: names the evidence.
    package static func entries(
        of trainee: Person.ID,
        computed: [Computed],
        rules: [Programme.ID: Rules],
        entries: [LedgerEntry],
        input: Digest
    ) -> [LedgerEntry] {
        let posted = Dictionary(grouping: entries.filter { $0.kind != .adjustment }) { entry in
            Place(programme: entry.programme, item: entry.item)
        }
        let named = Set(computed.map { Place(programme: $0.programme, item: $0.item) })
        let gone = posted.keys.filter { !named.contains($0) }.compactMap { place in
            rules[place.programme].map {
                Computed(
                    programme: place.programme,
                    item: place.item,
                    hundredths: .zero,
                    rules: $0.digest,
                    account: $0.account
                )
            }
        }
        return (computed + gone.sorted { ($0.programme, $0.item) < ($1.programme, $1.item) }).flatMap { item in
            let before = posted[Place(programme: item.programme, item: item.item)] ?? []
            return self.entries(of: trainee, item: item, before: before, input: input)
        }
    }

    /// The grant of an item that was not taken back.
    package static func current(in entries: [LedgerEntry]) -> LedgerEntry? {
        let reversed = Set(entries.filter { $0.kind == .reversal }.map(\.generation))
        return entries.last { $0.kind == .grant && !reversed.contains($0.generation) }
    }

    private static func entries(
        of trainee: Person.ID,
        item: Computed,
        before: [LedgerEntry],
        input: Digest
    ) -> [LedgerEntry] {
        let current = self.current(in: before)
        let isBookedElsewhere = current?.account.map { $0 != item.account } ?? false
        guard isBookedElsewhere || item.hundredths != current?.hundredths ?? .zero else { return [] }
        let account = item.account
        let entry = {
            (generation: Int64, kind: LedgerEntry.Kind, hundredths: CreditHours, account: String?, reason: String) in
            LedgerEntry(
                trainee: trainee,
                programme: item.programme,
                item: item.item,
                generation: generation,
                kind: kind,
                hundredths: hundredths,
                rules: item.rules,
                input: input,
                reason: reason,
                actor: self.actor,
                supersedes: current?.number,
                account: account
            )
        }
        var entries: [LedgerEntry] = []
        if let current {
            entries.append(
                entry(current.generation, .reversal, .zero - current.hundredths, current.account, "recomputed")
            )
        }
        if item.hundredths > .zero {
            let generation = (before.map(\.generation).max() ?? 0) + 1
            let reason = current == nil ? "evidence" : "recomputed"
            entries.append(entry(generation, .grant, item.hundredths, account, reason))
        }
        return entries
    }
}
