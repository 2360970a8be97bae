package import CourseModel
import GRDB

extension JournalDatabase {
    /// Begins a run of the agent: what a crash left open becomes rows of the run that it was played in, and then the
    /// row `started` begins a new time line.
    package func start(clock: AgentClock, clockMs: UTCTime) throws {
        self.served?.begin(at: clock.now)
        try self.pool.write { db in
            for var record in try self.viewings("hasOpen = 1", [], in: db) {
                try self.flush(&record, in: db)
                try record.save(in: db)
            }
            let start = AgentStart(agentMs: clock.now, clockMs: clockMs, softwareVersion: SoftwareVersion.text)
            try self.append(.started(start), in: db)
            try db.execute(
                sql: "UPDATE incarnation SET startedMs = ? WHERE number = ?",
                arguments: [start.agentMs.milliseconds, self.incarnation]
            )
        }
    }
}
