package import CourseModel

/// How many hours of a phase count: what its sections come to together, at most the phase's hours.
package struct PhaseCount: Hashable, Sendable {
    package let hours: CreditHours

    package init(hours: CreditHours) {
        self.hours = hours
    }

    /// What each section adds, in the order given: a section that would go past the phase's hours adds what is left.
    package func counted(sections: [CreditHours]) -> [CreditHours] {
        var left = max(self.hours, .zero)
        return sections.map { section in
            let counted = min(max(section, .zero), left)
            left = left - counted
            return counted
        }
    }
}
