package import Logging
import ServiceLifecycle

/// Keeps the ledger at what the evidence says: at start for what a stop left undone, then as reports arrive.
package struct RecomputeService: Service {
    /// How long a minute that was reported may wait for its hours.
    private static let idleInterval: Duration = .milliseconds(500)
    private static let failureInterval: Duration = .seconds(5)

    private let recompute: Recompute
    private let logger: Logger

    package init(recompute: Recompute, logger: Logger) {
        self.recompute = recompute
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let rest = await self.work()
                if let rest { try? await Task.sleep(for: rest) }
            }
        }
    }

    /// - Returns: how long to rest; nil when more is waiting.
    private func work() async -> Duration? {
        do {
            let passwords = try await self.recompute.applyPasswords()
            let pass = try await self.recompute.pass()
            for (trainee, fault) in pass.faults {
                self.logger.error("evidence not judged", metadata: ["trainee": "\(trainee)", "reason": "\(fault)"])
            }
            if pass.posted > 0 {
                self.logger.info(
                    "hours credited",
                    metadata: ["trainees": "\(pass.settled)", "entries": "\(pass.posted)"]
                )
            }
            return pass.settled + passwords == 0 ? Self.idleInterval : nil
        } catch is CancellationError {
            return nil
        } catch {
            self.logger.error("hours not credited", metadata: ["reason": "\(error)"])
            return Self.failureInterval
        }
    }
}
