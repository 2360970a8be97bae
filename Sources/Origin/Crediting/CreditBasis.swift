package import CourseModel

/// What evidence is judged by: the programmes with their rules, and how long their lessons are.
package struct CreditBasis: Hashable, Sendable {
    /// A programme, and what its rules are named.
    package struct Entry: Hashable, Sendable {
        package let programme: Programme
        package let rules: Digest
        /// Names the programme and the lengths of its lessons.
        package let digest: Digest
    }

    package let programmes: [Programme.ID: Entry]
    package let durations: [Lesson.ID: MediaTime]
    /// Names everything here.
    package let digest: Digest

    package init(programmes: [Programme], releases: [Catalogue.ReleaseEntry]) throws {
        let durations = Dictionary(releases.map { ($0.lesson, $0.durationMs) }) { first, _ in first }
        try self.init(programmes: programmes, durations: durations)
    }

    init(programmes: [Programme], durations: [Lesson.ID: MediaTime]) throws {
        var entries: [Programme.ID: Entry] = [:]
        for programme in programmes {
            let lengths = programme.lessons.map { "\($0.lesson) \(durations[$0.lesson]?.milliseconds ?? -1)\n" }
            let bytes = try CanonicalJSON.encode(programme) + Array(lengths.joined().utf8)
            entries[programme.programme] = Entry(
                programme: programme,
                rules: try programme.ruleSet.digest(),
                digest: Digest(of: bytes)
            )
        }
        self.programmes = entries
        self.durations = durations
        self.digest = Digest(of: Array(entries.values.map(\.digest.hexadecimal).sorted().joined().utf8))
    }

    /// Names what a trainee with this registration is judged by; nil for a programme that is not here.
    package func digest(for registration: Registration) throws -> Digest? {
        guard let entry = self.programmes[registration.programme] else { return nil }
        return Digest(of: try CanonicalJSON.encode(registration) + entry.digest.bytes)
    }
}

/// Where crediting learns what the rest of the origin knows.
package struct CreditSources: Sendable {
    package let basis: @Sendable () throws -> CreditBasis
    /// The programmes a person takes part in; nil for a person who is not in the province.
    package let registrations: @Sendable (Person.ID) throws -> [Registration]?
    package let school: @Sendable (Person.ID) throws -> School.ID?
    package let applyPassword: @Sendable (ReportedPassword) throws -> Void

    /// A password that someone chose at a school, and the edge that says so.
    package struct ReportedPassword: Hashable, Sendable {
        package let edge: Edge.ID
        package let change: PasswordChange
    }

    package init(
        basis: @escaping @Sendable () throws -> CreditBasis,
        registrations: @escaping @Sendable (Person.ID) throws -> [Registration]?,
        school: @escaping @Sendable (Person.ID) throws -> School.ID?,
        applyPassword: @escaping @Sendable (ReportedPassword) throws -> Void
    ) {
        self.basis = basis
        self.registrations = registrations
        self.school = school
        self.applyPassword = applyPassword
    }
}
