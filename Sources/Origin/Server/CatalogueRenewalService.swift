import CourseModel
import Logging
import ServiceLifecycle

/// Issues the catalogue anew before it expires, so that a province that publishes nothing for a while is not taken for
/// one that is cut off. Also issues the first, empty one.
struct CatalogueRenewalService: Service {
    private static let interval: Duration = .seconds(3_600)

    let catalogue: CatalogueStore
    let validity: Duration
    let now: @Sendable () -> UTCTime
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.renew()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func renew() {
        do {
            guard let document = try self.catalogue.renewIfDue(validity: self.validity, at: self.now()) else { return }
            self.logger.info("catalogue issued anew", metadata: ["version": "\(document.payload.version)"])
        } catch {
            self.logger.error("catalogue not issued anew", metadata: ["reason": "\(error)"])
        }
    }
}
