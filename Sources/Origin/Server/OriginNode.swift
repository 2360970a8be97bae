import CreditLedger
import Foundation
import GRDB
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

        // What is kept, and the hours that come of it.
        let stores = try OriginStores(data: data)
        let credits = try Credits(stores: stores, now: now)

        // The site.
        let pages = try Pages(folders: [WebResources.folder(of: .module)])
        let status = OriginStatus(stores: stores, ledger: credits.ledger, reports: credits.tally, now: now)
        let site = Site(
            name: "lectern-origin",
            pages: pages,
            assets: try Assets(),
            health: { await status.health() },
            metrics: { await status.metrics() },
            isDiskFull: { ($0 as? DatabaseError)?.resultCode == .SQLITE_FULL }
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
        NeighbourhoodController(province: stores.province, keys: stores.keys, now: now).addRoutes(to: routes)
        HoldingsController(province: stores.province, keys: stores.keys, now: now).addRoutes(to: routes)
        credits.addRoutes(to: routes)

        // What officers ask for.
        let reader = CompletenessReader(stores: stores, credits: credits, timeZone: configuration.timeZone, now: now)
        let figureStore = FigureStore(folder: stores.folder, province: stores.province)
        OfficerController(
            reader: reader,
            decisions: credits.decisions(now: now),
            register: RegisterReader(
                years: configuration.registerYears,
                requiredHours: configuration.registerHours,
                timeZone: configuration.timeZone,
                programmes: { try stores.catalogue.programmes }
            ),
            pages: pages,
            sessions: SessionCookie(
                key: try KeyFile.symmetricKey(at: stores.folder.sessionKeyPath),
                name: OfficerGate.cookieName,
                hours: configuration.sessionHours,
                now: now
            ),
            control: token,
            hasSecureCookies: configuration.hasSecureCookies,
            now: now
        ).addRoutes(to: router)

        // What goes out by itself.
        let settings = try FigureSettings(configuration)
        var figureServices: [any Service] = []
        if let figureTime = settings.time {
            figureServices.append(
                FigureService(
                    maker: FigureMaker(
                        store: figureStore,
                        reader: FigureReader(completeness: reader),
                        messages: pages.messages,
                        timeZone: configuration.timeZone,
                        sends: settings.webhook != nil
                    ),
                    province: stores.province,
                    figureTime: figureTime,
                    time: LocalTime(timeZone: configuration.timeZone),
                    now: now,
                    logger: logger
                )
            )
        }
        if let webhook = settings.webhook {
            let sender = FigureSender(province: stores.province, webhook: webhook, now: now)
            figureServices.append(FigureSenderService(sender: sender, logger: logger))
        }

        self.data = data
        self.token = token
        self.services =
            figureServices + [
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
