import CourseModel
import Crediting

/// Where one trainee is in each of their programmes: what the origin credited, and what this school knows besides.
struct Standing: Sendable {
    struct InProgramme: Sendable {
        let programme: Programme
        let registration: Registration
        /// The origin's word; nil before the first one came.
        let confirmed: Statement?
        /// Nil where the journal cannot be evaluated.
        let provisional: Statement?

        func line(of lesson: Lesson.ID) -> Statement.LessonLine? {
            self.provisional?.lessons.first { $0.lesson == lesson }
        }

        /// The sections that apply to the trainee.
        var sections: [Section] {
            self.programme.sections.filter {
                $0.coursePackage == nil || $0.coursePackage == self.registration.coursePackage
            }
        }

        func counts(_ topic: Topic) -> Bool {
            self.programme.sections.first { $0.section == topic.section }.map { section in
                self.registration.counts(topic, of: section)
            } ?? false
        }
    }

    let programmes: [InProgramme]
    /// As of when the origin's word is; nil before the first one came.
    let confirmedAsOf: UTCTime?
    /// Kept here, not yet acknowledged by the origin.
    let unreportedMs: MediaTime
    /// Where they stopped watching; nil before the first lesson.
    let lastViewing: LastViewing?
}

/// Finds out where trainees stand.
struct StandingQuery: Sendable {
    let shelf: LessonShelf
    let statements: DocumentFile<Statements>
    let journal: JournalDatabase

    func standing(of person: SignedIn) async throws -> Standing {
        let known = try await self.journal.evidence(of: person.person)
        let statements = self.statements.current
        let mine = statements?.statements.filter { $0.trainee == person.person } ?? []
        let registered = person.account.registrations
        let programmes = self.shelf.programmes().compactMap { programme -> Standing.InProgramme? in
            guard let registration = registered.first(where: { $0.programme == programme.programme }) else {
                return nil
            }
            let confirmed = mine.first { $0.programme == programme.programme }
            let provisional = try? ProvisionalCredit(
                of: person.person,
                registration: registration,
                in: programme,
                known: known,
                confirmed: confirmed,
                durations: self.durations(in: programme),
                among: self.shelf.programmes()
            )
            return Standing.InProgramme(
                programme: programme,
                registration: registration,
                confirmed: confirmed,
                provisional: provisional?.statement
            )
        }
        return Standing(
            programmes: programmes,
            confirmedAsOf: statements?.asOfMs,
            unreportedMs: known.unreportedMs,
            lastViewing: try await self.journal.lastViewing(of: person.person)
        )
    }

    private func durations(in programme: Programme) -> [Lesson.ID: MediaTime] {
        var durations: [Lesson.ID: MediaTime] = [:]
        for entry in programme.lessons {
            durations[entry.lesson] = self.shelf.lesson(entry.lesson)?.durationMs
        }
        return durations
    }
}
