import CourseModel
import Crediting
import GRDB

extension JournalTime {
    /// As far as one journal's incarnation was reported.
    init(edge: Edge.ID, epoch: Int64, _ db: Database) throws {
        let place: StatementArguments = [edge.rawValue, epoch]
        let boots = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT sequence, startMs, endMs FROM boot WHERE edge = ? AND epoch = ? ORDER BY sequence"
            ),
            arguments: place
        )
        let anchors = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT sequence, agentMs, originMs FROM anchor WHERE edge = ? AND epoch = ? ORDER BY sequence"
            ),
            arguments: place
        ).map { row in
            Anchor(
                sequence: row["sequence"],
                agentMs: AgentTime(milliseconds: row["agentMs"]),
                originMs: UTCTime(milliseconds: row["originMs"])
            )
        }
        let sequences: [Int64] = boots.map { $0["sequence"] }
        self.init(
            boots.enumerated().map { index, boot in
                let start: Int64 = boot["startMs"] ?? 0
                let next = sequences.indices.contains(index + 1) ? sequences[index + 1] : .max
                return Run(
                    sequence: sequences[index],
                    startMs: AgentTime(milliseconds: start),
                    endMs: AgentTime(milliseconds: boot["endMs"] ?? start),
                    anchors: anchors.filter { (sequences[index]..<next).contains($0.sequence) }
                )
            }
        )
    }
}
