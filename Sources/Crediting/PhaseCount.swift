package import CourseModel

/// How many hours of a phase count: what its sections and its other items come to together, at most the phase's hours.
package struct PhaseCount: Hashable, Sendable {
    package let hours: CreditHours
    /// What was confirmed of the phase's other items: it is granted already, so sections get what is left.
    package let items: CreditHours

    package init(hours: CreditHours, items: CreditHours = .zero) {
        self.hours = hours
        self.items = items
    }

    /// What each section adds, in the order given: a section that would go past the phase's hours adds what is left.
    package func counted(sections: [CreditHours]) -> [CreditHours] {
        var left = max(self.hours - self.items, .zero)
        return sections.map { section in
            let counted = min(max(section, .zero), left)
            left = left - counted
            return counted
        }
    }
}
