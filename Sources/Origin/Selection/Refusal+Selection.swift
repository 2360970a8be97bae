import CourseModel

/// What can be wrong with a selection.
extension Refusal {
    static func table(_ reason: String) -> Self { Self(.table, ["reason": .name(reason)]) }
    static func unknownSchool(_ id: String) -> Self { Self(.unknownSchool, ["school": .name(id)]) }
    static func unknownProgramme(_ id: String) -> Self { Self(.unknownProgramme, ["programme": .name(id)]) }
    static func unknownPerson(_ id: String) -> Self { Self(.unknownPerson, ["person": .name(id)]) }
    static func unknownGroup(_ id: String) -> Self { Self(.unknownGroup, ["group": .name(id)]) }
    static func unknownTopic(_ id: String) -> Self { Self(.unknownTopic, ["topic": .name(id)]) }
    static func unknownPackage(_ id: String) -> Self { Self(.unknownPackage, ["package": .name(id)]) }
    static func unknownTier(_ id: String) -> Self { Self(.unknownTier, ["tier": .name(id)]) }

    static func otherSchool(_ name: String) -> Self { Self(.otherSchool, ["name": .name(name)]) }
    static func notRegistered(_ name: String) -> Self { Self(.notRegistered, ["name": .name(name)]) }
    static func identityElsewhere(_ name: String, _ programme: Title) -> Self {
        Self(.identityElsewhere, ["name": .name(name), "programme": programme])
    }
    static func twice(row: Int) -> Self { Self(.twice, ["row": .name("\(row)")]) }
    static let nothingSaid = Self(.nothingSaid)

    static func topicTwice(_ topic: Title) -> Self { Self(.topicTwice, ["topic": topic]) }
    static func otherPackage(_ topic: Title, package: Title) -> Self {
        Self(.otherPackage, ["topic": topic, "package": package])
    }
    static func oneOf(_ section: Title, _ topics: [Title]) -> Self {
        Self(.oneOf, ["section": section, "topics": Self.joined(topics)])
    }
    static func byTier(_ name: String) -> Self { Self(.byTier, ["name": .name(name)]) }
    static let noTiers = Self(.noTiers)
    static let noPackages = Self(.noPackages)
    static func leftByPackage(_ name: String, _ topic: Title) -> Self {
        Self(.leftByPackage, ["name": .name(name), "topic": topic])
    }

    static func tooEarly(_ section: Title, _ time: Title) -> Self {
        Self(.tooEarly, ["section": section, "time": time])
    }
    static func tooLate(_ section: Title, _ time: Title) -> Self { Self(.tooLate, ["section": section, "time": time]) }
    static func packageTooEarly(_ time: Title) -> Self { Self(.packageTooEarly, ["time": time]) }
    static func packageTooLate(_ time: Title) -> Self { Self(.packageTooLate, ["time": time]) }
    static func tierTooEarly(_ time: Title) -> Self { Self(.tierTooEarly, ["time": time]) }
    static func tierTooLate(_ time: Title) -> Self { Self(.tierTooLate, ["time": time]) }

    // What is missing before a selection is complete.
    static let lacksPackage = Self(.lacksPackage)
    static let lacksSubject = Self(.lacksSubject)
    static let lacksTier = Self(.lacksTier)
    static func lacksOneOf(_ section: Title, _ topics: [Title]) -> Self {
        Self(.lacksOneOf, ["section": section, "topics": Self.joined(topics)])
    }
    static func lacksHours(_ section: Title, _ hours: CreditHours) -> Self {
        Self(.lacksHours, ["section": section, "hours": .name(DecimalHours.text(of: hours))])
    }

    private static func joined(_ titles: [Title]) -> Title {
        Title(
            zh: titles.map { "《\($0.zh)》" }.joined(),
            en: titles.map { "“\($0.text(in: .english))”" }.joined(separator: ", ")
        )
    }
}
