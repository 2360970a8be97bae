import Blobs
import CourseModel
import Foundation
package import HTTPServing
import Hummingbird
package import Logging
import ServiceLifecycle
import Transfer

/// The agent as a program of its own, where another cache serves the lessons: one process, one port, one service group.
package struct AgentServer: Sendable {
    private let data: String
    private let lock: DataFolderLock
    private let token: ControlToken
    private let services: [any Service]
    private let logger: Logger

    /// Opens the data folder; nothing runs yet, and nothing needs the line.
    ///
    /// - Parameter playlistURL: with `{lesson}` in it.
    /// - Throws: `IdentityError` where the computer is not enrolled, `DataFolderInUse` where an edge or agent runs on the
    ///   folder already, or what the disk threw.
    package init(
        data: String,
        listen: ListenAddress,
        playlistURL: String,
        configuration: StandAloneConfiguration,
        logger: Logger
    ) throws {
        let now: @Sendable () -> UTCTime = { UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }
        let identity = try IdentityFolder(data: data).load()
        self.lock = try DataFolderLock(data: data)
        let incidents = IncidentLog(path: "\(data)/incidents.json", now: now)
        let contact = OriginContact(now: now)
        let client = OriginClient(
            identity: identity,
            connection: TransferConnection(options: TransferOptions(route: configuration.route)),
            now: now
        )
        let pages = try Pages(folders: [SchoolAgent.resources])

        let catalogue = try DocumentFile<Catalogue>.open(
            path: "\(data)/documents/catalogue.json",
            key: identity.originKey,
            incidents: incidents,
            logger: logger
        )
        let follower = DocumentFollower(
            file: catalogue,
            client: client,
            incidents: incidents,
            contact: contact,
            interval: configuration.pollInterval,
            logger: logger
        )
        let courses = CourseFollower(
            catalogue: catalogue,
            updates: follower.updates,
            client: client,
            blobs: try BlobDirectory(path: "\(data)/blobs"),
            incidents: incidents,
            logger: logger
        )
        let agent = try SchoolAgent(
            data: data,
            identity: identity,
            configuration: configuration.agent,
            shelf: LessonShelf(
                programmes: { courses.programmes },
                lesson: { courses.lesson($0) },
                playlistPath: { session, lesson in
                    playlistURL.replacing("{lesson}", with: lesson.rawValue)
                        .replacing("{session}", with: session.rawValue)
                }
            ),
            client: client,
            contact: contact,
            incidents: incidents,
            pages: pages,
            sessions: SessionCookie(
                key: try KeyFile.symmetricKey(at: "\(data)/session.key"),
                name: "lectern-agent",
                hours: 12,
                now: now
            ),
            now: now,
            logger: logger
        )
        let token = ControlToken()
        let site = try Self.site(pages: pages, libraries: configuration.playerLibraryPaths, agent: agent)
        let router = WebServer.router(site: site)
        agent.addRoutes(to: router)
        router.group().add(middleware: ControlTokenMiddleware(token: token)).get("/v1/status") { _, _ in
            let state = try await agent.journalState
            return try JSONResponse.of(
                AgentStatus(
                    identity: identity,
                    journal: state,
                    running: AgentStatus.OriginState(url: identity.originURL, contact: contact.state),
                    now: now()
                )
            )
        }
        self.data = data
        self.token = token
        self.logger = logger
        self.services =
            [follower, courses] + agent.services + [
                WebServer(
                    router: router,
                    listen: listen,
                    site: site,
                    onListening: { port in
                        try ControlFile.write(data: data, url: listen.localURL(port: port), token: token)
                    },
                    logger: logger
                )
            ]
    }

    /// Runs until SIGTERM or SIGINT, then finishes what is under way and returns.
    package func run() async throws {
        defer { self.lock.release() }
        defer { ControlFile.remove(data: self.data, token: self.token) }
        try await ServiceGroup.runUntilAskedToStop(self.services, logger: self.logger)
    }

    private static func site(pages: Pages, libraries: [String], agent: SchoolAgent) throws -> Site {
        let library = libraries.first { FileManager.default.fileExists(atPath: $0) }
        return Site(
            name: "lectern-agent",
            pages: pages,
            assets: try Assets(
                folders: ["\(SchoolAgent.resources)/assets"],
                files: library.map { ["hls.js": $0] } ?? [:]
            ),
            health: { await agent.health },
            metrics: {
                var text = MetricsText()
                await agent.write(to: &text)
                return text
            },
            isDiskFull: SchoolAgent.isDiskFull
        )
    }
}
