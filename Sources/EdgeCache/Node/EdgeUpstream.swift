import Blobs
import CourseModel
import Logging
import ProgressAgent
import Transfer

/// The edge towards its origin: who it is, the connection for documents, and the catalogue that it follows.
struct EdgeUpstream: Sendable {
    let identity: EdgeIdentity
    let incidents: IncidentLog
    let contact: OriginContact
    let client: OriginClient
    let catalogue: DocumentFile<Catalogue>
    let follower: DocumentFollower<Catalogue>

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
        try DurableFile.makeFolder("\(data)/documents")
        self.catalogue = try DocumentFile.open(
            path: "\(data)/documents/catalogue.json",
            key: self.identity.originKey,
            incidents: self.incidents,
            logger: logger
        )
        self.follower = DocumentFollower(
            file: self.catalogue,
            client: self.client,
            incidents: self.incidents,
            contact: self.contact,
            interval: configuration.pollInterval,
            logger: logger
        )
    }
}
