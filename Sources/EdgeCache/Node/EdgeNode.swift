import Blobs
import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import Logging
import ProgressAgent
import ServiceLifecycle

/// Everything of a school's edge, put together top to bottom: the origin, what is held, the agent, the web.
struct EdgeNode: Sendable {
    /// A school day.
    private static let sessionHours = 12

    let data: String
    let token: ControlToken
    let stocker: ShelfStocker
    /// In order of dependence; the web server last, so that it stops first.
    let services: [any Service]

    init(data: String, listen: ListenAddress, configuration: EdgeConfiguration, logger: Logger) throws {
        let now: @Sendable () -> UTCTime = { UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }
        let upstream = try EdgeUpstream(data: data, configuration: configuration, now: now, logger: logger)
        let stock = try EdgeStock(
            data: data,
            upstream: upstream,
            configuration: configuration,
            now: now,
            logger: logger
        )
        let addresses = PlaylistAddress(
            key: try KeyFile.symmetricKey(at: "\(data)/playback.key"),
            hours: configuration.tokenHours,
            now: now
        )
        let pages = try Pages(folders: [SchoolAgent.resources, EdgeResources.folder])
        let agent = try SchoolAgent(
            data: data,
            identity: upstream.identity,
            configuration: AgentConfiguration(
                rosterInterval: configuration.rosterInterval,
                reportInterval: configuration.reportInterval
            ),
            shelf: LessonShelf(stock.shelf, addresses: addresses) { await stock.scrubber.check($0) },
            servesMedia: true,
            client: upstream.client,
            carrier: { upstream.sources.carrier },
            contact: upstream.contact,
            incidents: upstream.incidents,
            pages: pages,
            sessions: SessionCookie(
                key: try KeyFile.symmetricKey(at: "\(data)/session.key"),
                name: "lectern-edge",
                hours: Self.sessionHours,
                now: now
            ),
            now: now,
            logger: logger
        )
        let status = StatusReader(
            identity: upstream.identity,
            catalogue: upstream.catalogue,
            shelf: stock.shelf,
            index: stock.index,
            blobs: stock.blobs,
            contact: upstream.contact,
            incidents: upstream.incidents,
            prefetch: { stock.prefetch.report },
            journal: { AgentStatus.Journal(try await agent.journalState) },
            isStocked: { stock.stocker.isStocked },
            scrub: { stock.scrubber.last },
            now: now
        )
        let holdings = HoldingsReporter(
            status: status,
            shelf: stock.shelf,
            index: stock.index,
            client: upstream.client,
            carrier: { upstream.sources.carrier },
            contact: upstream.contact,
            interval: configuration.holdingsInterval,
            changes: stock.prefetch.changes,
            logger: logger
        )
        let relay = RelayStore(path: "\(data)/relay") { [blobs = stock.blobs, reserve = configuration.reserveBytes] in
            ((try? blobs.freeBytes.bytes) ?? 0) > Int64(reserve)
        }
        let forwarder = RelayForwarder(
            store: relay,
            client: upstream.client,
            interval: configuration.reportInterval,
            logger: logger
        )
        let web = EdgeWeb(
            data: data,
            listen: listen,
            upstream: upstream,
            relay: RelayController(store: relay, onKept: { forwarder.wakeUp() }),
            stock: stock,
            discIntake: DiscIntake(
                catalogue: upstream.catalogue,
                originKey: upstream.identity.originKey,
                blobs: stock.blobs,
                shelf: stock.shelf,
                stocker: stock.stocker,
                prefetch: stock.prefetch
            ),
            agent: agent,
            status: status,
            addresses: addresses,
            pages: pages,
            configuration: configuration,
            now: now,
            logger: logger
        )
        self.data = data
        self.token = web.token
        self.stocker = stock.stocker
        self.services =
            [upstream.follower, upstream.neighbourhoodFollower, stock.stocker, stock.prefetch, stock.scrubber]
            + agent.services + [
                holdings, forwarder, try web.server(),
            ]
    }
}
