/// What every web server of ours has: a name, pages, assets, and what it says about itself.
package struct Site: Sendable {
    /// The program's name, e.g. `lectern-edge`.
    package let name: String
    package let pages: Pages
    package let assets: Assets
    package let health: @Sendable () async -> HealthReport
    package let metrics: @Sendable () async -> MetricsText
    /// Whether an error of the program's databases says that the disk is full; files' errors are known here.
    package let isDiskFull: @Sendable (any Error) -> Bool
    /// Counts all requests, those of the router and those ahead of it.
    let requests = RequestMetrics()

    package init(
        name: String,
        pages: Pages,
        assets: Assets,
        health: @escaping @Sendable () async -> HealthReport,
        metrics: @escaping @Sendable () async -> MetricsText,
        isDiskFull: @escaping @Sendable (any Error) -> Bool = { _ in false }
    ) {
        self.name = name
        self.pages = pages
        self.assets = assets
        self.health = health
        self.metrics = metrics
        self.isDiskFull = isDiskFull
    }
}
