import CourseModel
import Crediting
import GRDB

/// What viewing sessions were handed, beside what was claimed.
extension JournalDatabase {
    /// The interval with the evidence that there is for it now.
    func played(_ interval: HeartbeatAcceptance.OpenInterval, of record: ViewingRecord) -> PlayedInterval {
        let proof = IntervalProof(
            of: interval,
            startMs: record.opened.startMs,
            served: record.served,
            sinceMs: self.served?.sinceMs
        )
        return PlayedInterval(
            play: record.opened.play,
            n: interval.n,
            mediaMs: interval.mediaMs,
            wallMs: interval.wallMs,
            evidence: proof.evidence,
            unservedMs: proof.unservedMs,
            heardMs: proof.heardMs
        )
    }

    /// Makes durable what viewing sessions were handed since the last time.
    func keepServed() async throws {
        guard let served, case let news = served.takeNews(), !news.isEmpty else { return }
        try await self.commits.perform { db in
            for play in news {
                // Reading a session takes in what is new of it.
                for record in try self.viewings("play = ?", [play.rawValue], in: db) { try record.save(in: db) }
            }
        }
    }
}
