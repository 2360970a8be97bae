import CourseModel

/// What groups are called: a pattern of the programme, and a serial number where several would have one name.
struct GroupNames {
    let rules: GroupingRules
    let basis: GroupBasis

    /// Every name is there once.
    func named(
        _ pieces: [(people: [GroupCandidate], isMerged: Bool)]
    ) -> [(name: String, people: [GroupCandidate])] {
        let patterns = pieces.map { self.pattern(for: $0.people, isMerged: $0.isMerged) }
        let counts = Dictionary(patterns.map { ($0, 1) }, uniquingKeysWith: +)
        var serials: [String: Int] = [:]
        return zip(patterns, pieces).map { pattern, piece in
            serials[pattern, default: 0] += 1
            let isAlone = counts[pattern] == 1 && !self.rules.serialAlone
            let serial =
                isAlone ? "" : self.rules.serial.replacing("{n}", with: "\(serials[pattern] ?? 1)")
            return (pattern.replacing("{serial}", with: serial), piece.people)
        }
    }

    /// The name with everything in it but the serial.
    private func pattern(for people: [GroupCandidate], isMerged: Bool) -> String {
        let subjects = Set(people.compactMap(\.subject)).sorted()
        let schools = Set(people.map(\.school)).sorted()
        let pattern = isMerged ? self.rules.mergedName : self.rules.name
        return pattern.replacing("{county}", with: self.basis.countyName)
            .replacing("{school}", with: schools.first.map { self.basis.schoolNames[$0] ?? $0.rawValue } ?? "")
            .replacing("{subject}", with: subjects.count == 1 ? subjects[0] : "")
    }
}
