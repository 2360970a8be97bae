import Blobs
import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import Logging
import ProgressAgent
import ServiceLifecycle
import Transfer

/// Everything of a school's edge, put together top to bottom: documents, shelf, prefetch, lab, technician, control.
struct EdgeNode: Sendable {
    let data: String
    let token: ControlToken
    let stocker: ShelfStocker
    /// In order of dependence; the web server last, so that it stops first.
    let services: [any Service]

    init(data: String, listen: ListenAddress, configuration: EdgeConfiguration, logger: Logger) throws {
        let now: @Sendable () -> UTCTime = { UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }
        let identity = try IdentityFolder(data: data).load()

        // What came from the origin, and the connection to it.
        try DurableFile.makeFolder("\(data)/documents")
        let incidents = IncidentLog(path: "\(data)/incidents.json", now: now)
        let contact = OriginContact(now: now)
        let client = OriginClient(identity: identity, connection: TransferConnection(), now: now)
        let catalogue = try DocumentFile<Catalogue>(
            path: "\(data)/documents/catalogue.json",
            key: identity.originKey
        )
        let follower = DocumentFollower(
            file: catalogue,
            client: client,
            incidents: incidents,
            contact: contact,
            interval: configuration.pollInterval,
            logger: logger
        )

        // What is held.
        let blobs = try BlobDirectory(path: "\(data)/blobs")
        let index = try CacheIndexDatabase.open(path: "\(data)/index.sqlite", logger: logger)
        let shelf = Shelf(held: try index.heldChunks())
        let keeper = ReleaseKeeper(client: client, blobs: blobs, shelf: shelf, incidents: incidents, logger: logger)
        var prefetchOptions = PrefetchOptions()
        prefetchOptions.reserveBytes = ByteCount(bytes: Int64(configuration.reserveBytes))
        let prefetch = try PrefetchService(
            shelf: shelf,
            index: index,
            blobs: blobs,
            client: client,
            contact: contact,
            incidents: incidents,
            bulk: TransferConnection(
                options: TransferOptions(receiveBufferBytes: configuration.receiveBufferBytes)
            ),
            foreground: TransferConnection(),
            options: prefetchOptions,
            now: now,
            logger: logger
        )
        let stocker = ShelfStocker(
            catalogue: catalogue,
            updates: follower.updates,
            keeper: keeper,
            onStocked: { prefetch.shelfChanged() }
        )

        // Who is here.
        let sessions = SessionCookie(
            key: try KeyFile.symmetricKey(at: "\(data)/session.key"),
            name: "lectern-edge",
            hours: 12,
            now: now
        )
        let addresses = PlaylistAddress(
            key: try KeyFile.symmetricKey(at: "\(data)/playback.key"),
            hours: configuration.tokenHours,
            now: now
        )

        let status = StatusReader(
            identity: identity,
            catalogue: catalogue,
            shelf: shelf,
            index: index,
            blobs: blobs,
            contact: contact,
            incidents: incidents,
            prefetch: { prefetch.report },
            journal: { EdgeStatus.JournalState(lastSequence: 0, reportedThrough: 0, epoch: 0, trouble: nil) },
            isStocked: { stocker.isStocked },
            now: now
        )
        let wait = ChunkWait(shelf: shelf, limit: configuration.chunkWait) { try await prefetch.want($0) }
        let pages = try Pages(folders: [EdgeResources.folder])
        let token = ControlToken()
        let site = Site(
            name: "lectern-edge",
            pages: pages,
            assets: try Assets(folders: ["\(EdgeResources.folder)/assets"]),
            health: { (try? await status.status().health) ?? HealthReport(status: .failing, troubles: ["disk"]) },
            metrics: {
                guard let status = try? await status.status() else { return MetricsText() }
                return EdgeMetrics.text(of: status, waitingRequests: wait.count)
            }
        )
        let router = WebServer.router(site: site)
        LabController(addresses: addresses, shelf: shelf, blobs: blobs, wait: wait).addRoutes(to: router)
        let setPaused: @Sendable (Bool) async throws -> Void = { try prefetch.setPaused($0) }
        ControlController(
            token: token,
            sessions: sessions,
            status: status,
            shelf: shelf,
            addresses: addresses,
            setPaused: setPaused
        ).addRoutes(to: router)
        TechnicianController(
            sessions: sessions,
            status: status,
            pages: pages,
            setPaused: setPaused,
            frame: { PageContext($0, $1) }
        ).addRoutes(to: router)
        self.data = data
        self.token = token
        self.stocker = stocker
        self.services = [
            follower, stocker, prefetch,
            HoldingsReporter(
                status: status,
                shelf: shelf,
                index: index,
                client: client,
                contact: contact,
                interval: configuration.holdingsInterval,
                logger: logger
            ),
            WebServer(
                router: router,
                listen: listen,
                site: site,
                onListening: { port in
                    try ControlFile.write(data: data, url: listen.localURL(port: port), token: token)
                },
                logger: logger
            ),
        ]
    }
}
