package import Logging
package import ServiceLifecycle
import UnixSignals

extension ServiceGroup {
    /// Runs a program's services until SIGTERM or SIGINT; then lets each finish what is under way, the last one first,
    /// and returns.
    package static func runUntilAskedToStop(_ services: [any Service], logger: Logger) async throws {
        let configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await ServiceGroup(configuration: configuration).run()
    }
}
