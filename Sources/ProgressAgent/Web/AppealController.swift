import CourseModel
import HTTPServing
import Hummingbird
import Synchronization

/// `POST /statement/appeals`: a trainee does not agree with what was refused. It becomes a row of the journal, so that it
/// is kept while the line is cut; officers answer at the province.
final class AppealController: Sendable {
    /// For each trainee: more is no appeal any more.
    private static let perDayMax = 10
    private static let dayMs: Int64 = 86_400_000

    private struct Day {
        let number: Int64
        var appeals = 0
    }

    private let shelf: LessonShelf
    private let journal: JournalDatabase
    private let clock: AgentClock
    private let gate: SignInGate
    /// Of people of the roster only, so no more than it has.
    private let days = Mutex<[Person.ID: Day]>([:])

    init(shelf: LessonShelf, journal: JournalDatabase, clock: AgentClock, gate: SignInGate) {
        self.shelf = shelf
        self.journal = journal
        self.clock = clock
        self.gate = gate
    }

    func addRoutes(to router: Router<WebContext>) {
        router.post("/statement/appeals", use: self.file)
    }

    @Sendable private func file(request: Request, context: WebContext) async throws -> Response {
        struct Form: Decodable {
            let programme: Programme.ID
            let lesson: String?
            let text: String
        }
        return try await self.gate.page(for: .trainee, request) { person in
            let form = try await request.decode(as: Form.self, context: context)
            guard (1...AppealFiled.textMax).contains(form.text.count),
                person.account.registrations.contains(where: { $0.programme == form.programme }),
                let programme = self.shelf.programmes().first(where: { $0.programme == form.programme })
            else { throw Problem(.unprocessableContent, "appeal", "say what you do not agree with") }
            guard self.mayFile(person.person) else {
                throw Problem(.tooManyRequests, "appeals", "at most \(Self.perDayMax) appeals a day")
            }
            let lesson = form.lesson.flatMap { Lesson.ID($0) }
            let appeal = AppealFiled(
                person: person.person,
                programme: form.programme,
                lesson: programme.lessons.first { $0.lesson == lesson }?.lesson,
                text: form.text,
                atMs: self.clock.now
            )
            try await self.journal.append(.appeal(appeal))
            return LocalPath.redirect(to: "/statement?appeal=kept")
        }
    }

    private func mayFile(_ person: Person.ID) -> Bool {
        let today = self.clock.now.milliseconds / Self.dayMs
        return self.days.withLock { days in
            var day = days[person] ?? Day(number: today)
            if day.number != today { day = Day(number: today) }
            guard day.appeals < Self.perDayMax else { return false }
            day.appeals += 1
            days[person] = day
            return true
        }
    }
}
