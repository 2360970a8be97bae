import CourseModel
package import Logging
import ServiceLifecycle

/// Writes journal rows for players that fell silent: a minute that somebody watched does not wait for the next one.
package struct IntervalFlush: Service {
    /// Two heartbeats that did not come.
    static let silentMs: Int64 = 20_000
    private static let every = Duration.seconds(5)

    private let journal: JournalDatabase
    private let clock: AgentClock
    private let logger: Logger

    package init(journal: JournalDatabase, clock: AgentClock, logger: Logger) {
        self.journal = journal
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.every)
                await self.flush(silentMs: Self.silentMs)
            }
        }
        await self.flush(silentMs: 0)
    }

    /// Writes rows for what was played in viewing sessions that have been silent so long.
    package func flush(silentMs: Int64) async {
        let now = self.clock.now.milliseconds
        do {
            try await self.journal.keepServed()
            try await self.journal.flush(silentSince: .init(milliseconds: now - silentMs))
        } catch {
            self.logger.error("played intervals not written yet", metadata: ["error": "\(error)"])
        }
    }
}
