package import CourseModel

/// A trainee who is due, and which change of theirs was the last one seen.
package struct DueTrainee: Hashable, Sendable {
    package let trainee: Person.ID
    /// Goes up with every change; a settlement of an older one leaves the trainee due.
    package let mark: Int64

    package init(trainee: Person.ID, mark: Int64) {
        self.trainee = trainee
        self.mark = mark
    }
}

/// What became of a trainee's evidence.
package struct Settlement: Hashable, Sendable {
    package let due: DueTrainee
    package let entries: [LedgerEntry]
    /// In place of all that were stored before.
    package let statements: [StoredStatement]
    package let atMs: UTCTime

    package init(due: DueTrainee, entries: [LedgerEntry], statements: [StoredStatement], atMs: UTCTime) {
        self.due = due
        self.entries = entries
        self.statements = statements
        self.atMs = atMs
    }
}

/// A statement as the last settlement found it.
package struct StoredStatement: Hashable, Sendable {
    package let statement: Statement
    /// Names the programme, rules and registration by which it was judged.
    package let basis: Digest

    package init(statement: Statement, basis: Digest) {
        self.statement = statement
        self.basis = basis
    }
}
