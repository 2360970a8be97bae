package import CourseModel
package import HTTPServing

/// Why something that a school or an officer wants is not taken, or what is still missing: a sentence of
/// `messages.json`, in Chinese and English.
package struct Refusal: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case table
        case unknownSchool
        case unknownProgramme
        case unknownPerson
        case unknownGroup
        case unknownTopic
        case unknownPackage
        case unknownTier
        case otherSchool
        case notRegistered
        case identityElsewhere
        case twice
        case nothingSaid
        case topicTwice
        case otherPackage
        case oneOf
        case byTier
        case noTiers
        case noPackages
        case leftByPackage
        case tooEarly
        case tooLate
        case packageTooEarly
        case packageTooLate
        case tierTooEarly
        case tierTooLate
        case lacksPackage
        case lacksSubject
        case lacksTier
        case lacksOneOf
        case lacksHours
        case groupName
        case groupNameTwice
        case groupTooLarge
        case notGrouped
        case inTwoGroups
        case inNoGroup
        case noLeader
        case leaderTwice
        case leaderNotMember
        case notGuide
        case groupDiffers
        case otherCounty
        case otherProgramme
        case noGroupingRules
        case noProposal
        case proposalChanged
        case groupSmall
        case noGuide
        case unknownCounty
    }

    package let kind: Kind
    private let values: [String: Title]

    init(_ kind: Kind, _ values: [String: Title] = [:]) {
        self.kind = kind
        self.values = values
    }

    /// Stable: what a program decides by.
    package var code: String { self.kind.rawValue }

    package func text(_ messages: Messages, in language: Language) -> String {
        messages.text("refusal.\(self.code)", in: language, self.values.mapValues { $0.text(in: language) })
    }

    package func sentence(_ messages: Messages) -> Title {
        Title(zh: self.text(messages, in: .chinese), en: self.text(messages, in: .english))
    }
}

/// A refusal that belongs to a row of a table.
package struct RowRefusal: Hashable, Sendable {
    /// The heading is row 1; nil for the table as a whole.
    package let row: Int?
    /// Its Chinese heading.
    package let column: String?
    package let refusal: Refusal

    init(row: Int?, column: String?, _ refusal: Refusal) {
        self.row = row
        self.column = column
        self.refusal = refusal
    }

    /// What is wrong with the form of a table.
    init<Column: TableColumn>(_ problem: TableProblem<Column>) {
        self.init(row: problem.row, column: problem.column?.rawValue, .table(problem.reason))
    }
}

/// Why a table was not taken; nothing of it was.
package struct RefusedTable: Error, Hashable, Sendable {
    /// At least one, by row.
    package let rows: [RowRefusal]

    init(_ rows: [RowRefusal]) {
        self.rows = rows.sorted { ($0.row ?? 0, $0.refusal.code) < ($1.row ?? 0, $1.refusal.code) }
    }

    init<Column: TableColumn>(_ error: TableError<Column>) {
        self.init(error.problems.map { RowRefusal($0) })
    }
}

extension Title {
    /// A name that is the same in both languages.
    static func name(_ text: String) -> Title { Title(zh: text) }
}
