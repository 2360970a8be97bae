import CourseModel
import Foundation
import HTTPServing
import Hummingbird
import Logging
import ProgressAgent

/// The edge towards the school: its pages, the lab's media, its own API, all on one port.
struct EdgeWeb: Sendable {
    let token = ControlToken()
    let data: String
    let listen: ListenAddress
    let upstream: EdgeUpstream
    let relay: RelayController
    let stock: EdgeStock
    let discIntake: DiscIntake
    let agent: SchoolAgent
    let status: StatusReader
    let addresses: PlaylistAddress
    let pages: Pages
    let configuration: EdgeConfiguration
    let now: @Sendable () -> UTCTime
    let logger: Logger

    /// - Throws: where a template, message or asset cannot be read.
    func server() throws -> WebServer {
        let wait = ChunkWait(shelf: self.stock.shelf, limit: self.configuration.chunkWait) {
            try await self.stock.prefetch.want($0)
        } watch: {
            self.stock.prefetch.watch($0)
        }
        let site = try self.site(wait)
        let router = WebServer.router(site: site)
        self.agent.addRoutes(to: router)
        let lab = LabController(
            addresses: self.addresses,
            shelf: self.stock.shelf,
            blobs: self.stock.blobs,
            wait: wait,
            fetchAgain: { self.stock.prefetch.fetchAgain($0, because: $1) },
            note: { [served = self.agent.served] token, track, bytes in served?.note(token.session, track, bytes) }
        )
        let plan = self.plan
        ControlController(
            token: self.token,
            gate: self.agent.gate,
            status: self.status,
            plan: plan,
            shelf: self.stock.shelf,
            addresses: self.addresses,
            setPaused: { try self.stock.prefetch.setPaused($0) },
            scrub: { self.stock.scrubber.begin() },
            grant: { try self.stock.prefetch.grant($0, $1) }
        ).addRoutes(to: router)
        TechnicianController(
            gate: self.agent.gate,
            status: self.status,
            plan: plan,
            pages: self.pages,
            setPaused: { try self.stock.prefetch.setPaused($0) },
            grant: { try self.stock.prefetch.grant($0, $1) }
        ).addRoutes(to: router)
        let neighbours = self.neighbourRoutes(router)
        self.relay.addRoutes(to: neighbours)
        NeighbourController(
            catalogue: self.upstream.catalogue,
            follower: self.upstream.follower,
            shelf: self.stock.shelf,
            blobs: self.stock.blobs,
            prefetch: self.stock.prefetch,
            contact: self.upstream.contact
        ).addRoutes(to: neighbours)
        DiscController(token: self.token, intake: self.discIntake).addRoutes(to: router)
        return WebServer(
            router: router,
            direct: [lab.route],
            listen: self.listen,
            site: site,
            onListening: { port in
                try ControlFile.write(data: self.data, url: self.listen.localURL(port: port), token: self.token)
            },
            logger: self.logger
        )
    }

    /// For the edges that the origin names.
    private func neighbourRoutes(_ router: Router<WebContext>) -> EdgeRoutes<Neighbourhood.Asker> {
        let neighbourhood = self.upstream.neighbourhood
        return EdgeRoutes(
            router: router,
            authentication: EdgeAuthentication(
                here: self.upstream.identity.edge,
                asker: { edge in neighbourhood.current?.askers.first { $0.edge == edge } },
                now: self.now
            )
        )
    }

    private var plan: PlanReader {
        PlanReader(
            prefetch: self.stock.prefetch,
            shelf: self.stock.shelf,
            words: PlanWords(messages: self.pages.messages, timeZone: self.stock.prefetch.timeZone)
        )
    }

    private func site(_ wait: ChunkWait) throws -> Site {
        Site(
            name: "lectern-edge",
            pages: self.pages,
            assets: try Assets(
                folders: [SchoolAgent.resources, EdgeResources.folder].map { "\($0)/assets" },
                files: self.playerLibrary.map { ["hls.js": $0] } ?? [:]
            ),
            health: {
                do {
                    return try await self.status.status().health
                } catch {
                    return HealthReport(status: .failing, troubles: ["the edge cannot read its own state: \(error)"])
                }
            },
            metrics: {
                guard let status = try? await self.status.status() else { return MetricsText() }
                return EdgeMetrics.text(of: status, waitingRequests: wait.count)
            },
            isDiskFull: SchoolAgent.isDiskFull
        )
    }

    /// The first of the configured places where the player library is.
    private var playerLibrary: String? {
        let path = self.configuration.playerLibraryPaths.first { FileManager.default.isReadableFile(atPath: $0) }
        if path == nil {
            self.logger.warning(
                "no player library: lessons play only in browsers with HLS of their own",
                metadata: ["looked": "\(self.configuration.playerLibraryPaths.joined(separator: " "))"]
            )
        }
        return path
    }
}
