package import CourseModel

/// Which schools of a county are looked at: those that need any help, or a certain one.
package enum CountyNeed: Hashable, Sendable {
    case any
    case help(Holdings.Help)

    /// Any help first.
    static let all = [CountyNeed.any] + Holdings.Help.allCases.map(CountyNeed.help)

    /// - Parameter word: as an address has it: `any`, or the word for a help; nil for what is no such word.
    package init?(word: String) {
        if word == "any" {
            self = .any
        } else if let help = Holdings.Help(rawValue: word) {
            self = .help(help)
        } else {
            return nil
        }
    }

    package var word: String {
        switch self {
        case .any: "any"
        case .help(let help): help.rawValue
        }
    }

    package func fits(_ school: SchoolCompleteness) -> Bool {
        switch self {
        case .any: !school.help.isEmpty
        case .help(let help): school.help.contains { $0.help == help }
        }
    }
}
