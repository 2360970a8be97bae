import Foundation
import HTTPServing
import Hummingbird
import Logging
import ServiceLifecycle

/// Everything of an origin, put together top to bottom: stores, credits, edges, officers.
struct OriginNode: Sendable {
    let data: String
    let token: ControlToken
    /// In order of dependence; the web server last, so that it stops first.
    let services: [any Service]

    init(data: String, listen: ListenAddress, configuration: OriginConfiguration, logger: Logger) throws {
        let now = SystemTime.now
        let token = ControlToken()

        // What is kept.
        let stores = try OriginStores(data: data)
        let credits = try Credits(stores: stores, now: now)

        // The site.
        let resources = WebResources.folder(of: .module)
        let status = OriginStatus(stores: stores, now: now)
        let site = Site(
            name: "lectern-origin",
            pages: try Pages(folders: [resources]),
            assets: try Assets(),
            health: { status.health },
            metrics: { await status.metrics() }
        )
        let router = WebServer.router(site: site)

        // What edges ask for.
        EnrolmentController(
            invitations: Invitations(province: stores.province, keys: stores.keys, timeZone: configuration.timeZone),
            now: now
        ).addRoutes(to: router)
        let routes = EdgeRoutes(
            router: router,
            authentication: EdgeAuthentication(province: stores.province, now: now)
        )
        CatalogueController(catalogue: stores.catalogue, blobs: stores.blobs).addRoutes(to: routes)
        RosterController(
            builder: RosterBuilder(province: stores.province, key: stores.keys.signing),
            now: now
        ).addRoutes(to: routes)
        HoldingsController(province: stores.province, now: now).addRoutes(to: routes)
        credits.addRoutes(to: routes)

        self.data = data
        self.token = token
        self.services = [
            CatalogueRenewalService(
                catalogue: stores.catalogue,
                validity: configuration.catalogueValidity,
                now: now,
                logger: logger
            ),
            credits.service(logger: logger),
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
