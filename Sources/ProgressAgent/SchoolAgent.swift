import Blobs
package import CourseModel
import Foundation
package import HTTPServing
package import Hummingbird
package import Logging
package import ServiceLifecycle

/// The agent of one school: everything that signs people in, records what they watch, shows where they stand, and
/// reports it. Whoever serves the lessons embeds it: it gives the shelf and adds routes and services of its own.
package final class SchoolAgent: Sendable {
    /// Lets the embedding program's own pages know who is signed in.
    package let gate: SignInGate
    package let clock: AgentClock
    package let journal: JournalDatabase
    package let roster: DocumentFile<Roster>
    package let statements: DocumentFile<Statements>
    /// What viewing sessions were handed, where the embedding program serves the media.
    package let served: ServedMedia?
    /// In the order of dependence; they run until graceful shutdown.
    package let services: [any Service]

    private let signIn: SignInController
    private let trainee: TraineeController
    private let viewing: ViewingController
    private let room: RoomController
    private let attendance: RoomAttendanceController
    private let appeals: AppealController

    /// Opens the journal and the documents of a data folder, and begins a run of the agent.
    ///
    /// - Parameters:
    ///   - servesMedia: whether the embedding program tells `served` what it hands to viewing sessions.
    ///   - carrier: who carries reports while the origin cannot be reached; nil for nobody.
    ///   - pages: with `SchoolAgent.resources` among their folders.
    /// - Throws: `DatabaseError`, `FileError`, `DocumentError`.
    package init(
        data: String,
        identity: EdgeIdentity,
        configuration: AgentConfiguration,
        shelf: LessonShelf,
        servesMedia: Bool = false,
        client: OriginClient,
        carrier: @escaping @Sendable () -> RelayCarrier? = { nil },
        contact: OriginContact,
        incidents: IncidentLog,
        pages: Pages,
        sessions: SessionCookie,
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) throws {
        let grant = EpochGrant(edge: identity.edge, epoch: identity.enrolment.epoch)
        self.served = servesMedia ? ServedMedia() : nil
        self.journal = try JournalDatabase.open(
            data: data,
            grant: grant,
            served: self.served,
            incidents: incidents,
            logger: logger
        )
        self.clock = AgentClock(clock: now(), last: try self.journal.lastAgentTime())
        try self.journal.start(clock: self.clock, clockMs: now())
        try DurableFile.makeFolder("\(data)/documents")
        self.roster = try DocumentFile.open(
            path: "\(data)/documents/roster.json",
            key: identity.originKey,
            incidents: incidents,
            logger: logger
        )
        self.statements = try DocumentFile.open(
            path: "\(data)/documents/statements.json",
            key: identity.originKey,
            incidents: incidents,
            logger: logger
        )

        let following = Following(
            client: client,
            contact: contact,
            incidents: incidents,
            interval: configuration.rosterInterval,
            logger: logger
        )
        let statementFollower = following.follower(of: self.statements)
        let reporter = Reporter(
            journal: self.journal,
            clock: self.clock,
            origin: ReportRecipient(client),
            contact: contact,
            incidents: incidents,
            interval: configuration.reportInterval,
            afterReport: { await statementFollower.follow() },
            carrier: carrier,
            logger: logger
        )
        self.services = [
            following.follower(of: self.roster), statementFollower, reporter,
            IntervalFlush(journal: self.journal, clock: self.clock, logger: logger),
        ]

        let accounts = SchoolAccounts(roster: self.roster, journal: self.journal)
        self.gate = SignInGate(accounts: accounts, sessions: sessions)
        let throttle = SignInThrottle(now: now)
        self.signIn = SignInController(
            schoolName: identity.enrolment.schoolName,
            accounts: accounts,
            gate: self.gate,
            throttle: throttle,
            clock: self.clock,
            pages: pages
        )
        let desk = RoomDesk(roster: self.roster, shelf: shelf, journal: self.journal, clock: self.clock)
        self.trainee = TraineeController(
            desk: desk,
            shelf: shelf,
            standings: StandingQuery(shelf: shelf, statements: self.statements, journal: self.journal),
            gate: self.gate,
            pages: pages,
            timeZone: identity.enrolment.timeZone,
            now: now
        )
        self.viewing = ViewingController(
            shelf: shelf,
            journal: self.journal,
            clock: self.clock,
            gate: self.gate,
            now: now
        )
        self.room = RoomController(
            desk: desk,
            gate: self.gate,
            pages: pages,
            timeZone: identity.enrolment.timeZone
        )
        self.attendance = RoomAttendanceController(
            desk: desk,
            accounts: accounts,
            gate: self.gate,
            throttle: throttle
        )
        self.appeals = AppealController(shelf: shelf, journal: self.journal, clock: self.clock, gate: self.gate)
    }

    /// Sign-in, password, lessons, player, statement, viewing sessions, heartbeats, rooms.
    package func addRoutes(to router: Router<WebContext>) {
        self.signIn.addRoutes(to: router)
        self.trainee.addRoutes(to: router)
        self.viewing.addRoutes(to: router)
        self.room.addRoutes(to: router)
        self.attendance.addRoutes(to: router)
        self.appeals.addRoutes(to: router)
    }

    /// How far the origin has the journal.
    package var journalState: JournalState {
        get async throws { try await self.journal.state() }
    }

    /// The folder with the agent's templates, messages and assets.
    package static var resources: String { WebResources.folder(of: .module) }
}

/// How documents are followed, whichever they are.
private struct Following {
    let client: OriginClient
    let contact: OriginContact
    let incidents: IncidentLog
    let interval: Duration
    let logger: Logger

    func follower<Payload>(of file: DocumentFile<Payload>) -> DocumentFollower<Payload> {
        DocumentFollower(
            file: file,
            client: self.client,
            incidents: self.incidents,
            contact: self.contact,
            interval: self.interval,
            logger: self.logger
        )
    }
}
