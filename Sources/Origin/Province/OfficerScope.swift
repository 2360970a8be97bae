package import CourseModel

/// For whom an officer acts, and so whose figures and statements they see.
package enum OfficerScope: Hashable, Sendable {
    /// Of these, two decide together on a trainee's hours.
    package enum Level: String, Hashable, Sendable, Codable, CaseIterable {
        case province
        case city
        case county
        case school
    }

    case province
    /// A city, and the counties that belong to it.
    case city(String, [County.ID])
    case county(County.ID)
    case school(School.ID)

    package var level: Level {
        switch self {
        case .province: .province
        case .city: .city
        case .county: .county
        case .school: .school
        }
    }

    /// Whether everything of a county is theirs to see.
    package func includes(_ county: County.ID) -> Bool {
        switch self {
        case .province: true
        case .city(_, let counties): counties.contains(county)
        case .county(let own): own == county
        case .school: false
        }
    }

    package func includes(_ school: SchoolRecord) -> Bool {
        if case .school(let own) = self { return own == school.school }
        return self.includes(school.county)
    }

    /// In a sentence: `the province`, `city X`, `county c001`, `school s001`.
    package var words: String {
        switch self {
        case .province: "the province"
        case .city(let name, let counties):
            "city \(name) (\(counties.map(\.rawValue).joined(separator: ", ")))"
        case .county(let county): "county \(county)"
        case .school(let school): "school \(school)"
        }
    }
}
