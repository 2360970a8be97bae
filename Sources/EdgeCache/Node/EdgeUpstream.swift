import Blobs
import CourseModel
import Logging
import Prefetching
import ProgressAgent
import Transfer

/// The edge towards its origin: who it is, whom it asks for what, and the documents that it follows.
struct EdgeUpstream: Sendable {
    let identity: EdgeIdentity
    let incidents: IncidentLog
    let contact: OriginContact
    let client: OriginClient
    let catalogue: DocumentFile<Catalogue>
    let follower: DocumentFollower<Catalogue>
    let neighbourhood: DocumentFile<Neighbourhood>
    let neighbourhoodFollower: DocumentFollower<Neighbourhood>
    let sources: LessonSources

    init(
        data: String,
        configuration: EdgeConfiguration,
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) throws {
        self.identity = try IdentityFolder(data: data).load()
        self.incidents = IncidentLog(path: "\(data)/incidents.json", now: now)
        self.contact = OriginContact(now: now)
        self.client = OriginClient(
            identity: self.identity,
            connection: TransferConnection(options: TransferOptions(route: configuration.route)),
            now: now
        )
        let files = Documents(data: data, key: self.identity.originKey, incidents: self.incidents, logger: logger)
        self.catalogue = try files.open("catalogue")
        let neighbourhood: DocumentFile<Neighbourhood> = try files.open("neighbourhood")
        self.neighbourhood = neighbourhood
        let sources = LessonSources(
            origin: self.client,
            order: configuration.sourceOrder,
            neighbourhood: { neighbourhood.current },
            connect: { source, _ in
                let route = source == .origin ? configuration.route : configuration.neighbourRoute
                return TransferConnection(options: TransferOptions(route: route))
            },
            now: now
        )
        self.sources = sources
        self.follower = DocumentFollower(
            file: self.catalogue,
            client: self.client,
            standIn: { sources.parent },
            incidents: self.incidents,
            contact: self.contact,
            interval: configuration.pollInterval,
            logger: logger
        )
        self.neighbourhoodFollower = DocumentFollower(
            file: neighbourhood,
            client: self.client,
            incidents: self.incidents,
            contact: self.contact,
            interval: configuration.rosterInterval * Self.neighbourhoodRosters,
            logger: logger
        )
    }

    /// Neighbours seldom change: they are asked for once where the roster is asked for so often.
    private static let neighbourhoodRosters = 5

    /// The folder of the documents that are followed.
    private struct Documents {
        let data: String
        let key: VerifyingKey
        let incidents: IncidentLog
        let logger: Logger

        func open<Payload>(_ name: String) throws -> DocumentFile<Payload> {
            try DurableFile.makeFolder("\(self.data)/documents")
            return try DocumentFile.open(
                path: "\(self.data)/documents/\(name).json",
                key: self.key,
                incidents: self.incidents,
                logger: self.logger
            )
        }
    }
}
