import CourseModel
import HTTPServing

/// How the origin is: for `/health` and `/metrics`.
struct OriginStatus: Sendable {
    private let stores: OriginStores
    private let now: @Sendable () -> UTCTime

    init(stores: OriginStores, now: @escaping @Sendable () -> UTCTime) {
        self.stores = stores
        self.now = now
    }

    /// Failing where a store cannot be read; degraded where edges would take the catalogue for out of date.
    var health: HealthReport {
        do {
            _ = try self.stores.province.counts()
            guard let catalogue = try self.stores.catalogue.current else { return .ok }
            return catalogue.payload.expiresAtMs > self.now()
                ? .ok : HealthReport(status: .degraded, troubles: ["catalogue-expired"])
        } catch {
            return HealthReport(status: .failing, troubles: ["\(error)"])
        }
    }

    func metrics() async -> MetricsText {
        var text = MetricsText()
        self.addCatalogue(to: &text)
        self.addProvince(to: &text)
        return text
    }

    private func addCatalogue(to text: inout MetricsText) {
        guard let catalogue = try? self.stores.catalogue.current?.payload else { return }
        text.gauge("lectern_origin_catalogue_version", "Version of the current catalogue.", catalogue.version)
        text.gauge(
            "lectern_origin_catalogue_expires_seconds",
            "Seconds until edges take the current catalogue for out of date.",
            (catalogue.expiresAtMs.milliseconds - self.now().milliseconds) / 1000
        )
        text.gauge(
            "lectern_origin_releases",
            "Lessons that have a current release.",
            Int64(catalogue.releases.count)
        )
        text.gauge(
            "lectern_origin_release_bytes",
            "Track files of all current releases.",
            catalogue.releases.reduce(0) { $0 + $1.sizeBytes.bytes }
        )
    }

    private func addProvince(to text: inout MetricsText) {
        guard let counts = try? self.stores.province.counts() else { return }
        text.gauge("lectern_origin_schools", "Schools of the province.", counts.schools)
        text.gauge("lectern_origin_edges", "Edges that are enrolled.", counts.edges)
        for (role, count) in [("trainee", counts.trainees), ("technician", counts.technicians)] {
            text.gauge("lectern_origin_people", "Accounts at schools.", count, labels: [("role", role)])
        }
    }
}
