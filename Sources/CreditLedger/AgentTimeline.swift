import CourseModel
import GRDB

/// How the agent time of one journal's incarnation lies to UTC, row by row.
///
/// Each stretch between two starts of the agent has one offset: that of its first anchor. A stretch without one takes
/// that of the next stretch that has one, because agent time goes on without a jump from one to the other; else that
/// of the one before; else agent time is taken as it is.
///
/// An offset close to that of the stretch before is the same one, seen through a slow line: agent time itself goes on
/// from start to start, and moving one stretch against the next would make honest minutes overlap.
struct AgentTimeline {
    /// How far a receipt's time may be from the moment it is read: a minute of a line that is saturated, at most.
    private static let anchorErrorMaxMs: Int64 = 60_000

    private struct Boot {
        let sequence: Int64
        let startMs: Int64
        let offsetMs: Int64
        /// Whether no anchor that is still to come can change it.
        let isSettled: Bool
    }

    private let boots: [Boot]

    init(edge: Edge.ID, epoch: Int64, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT sequence, startMs, offsetMs FROM boot WHERE edge = ? AND epoch = ? ORDER BY sequence"
            ),
            arguments: [edge.rawValue, epoch]
        )
        self.init(rows.map { ($0["sequence"], $0["startMs"], $0["offsetMs"]) })
    }

    /// - Parameter boots: in ascending order of their first rows.
    init(_ boots: [(sequence: Int64, startMs: Int64?, offsetMs: Int64?)]) {
        var known: [Boot] = []
        var later: Int64?
        for boot in boots.reversed() {
            later = boot.offsetMs ?? later
            let earlier = boots.last { $0.sequence < boot.sequence && $0.offsetMs != nil }?.offsetMs
            known.append(
                Boot(
                    sequence: boot.sequence,
                    startMs: boot.startMs ?? .min,
                    offsetMs: later ?? earlier ?? 0,
                    isSettled: later != nil
                )
            )
        }
        self.boots = Self.steadied(known.reversed())
    }

    /// - Parameter boots: in ascending order.
    private static func steadied(_ boots: [Boot]) -> [Boot] {
        var steady: [Boot] = []
        for boot in boots {
            let (change, isFar) = boot.offsetMs.subtractingReportingOverflow(steady.last?.offsetMs ?? boot.offsetMs)
            let isSame = !isFar && (-Self.anchorErrorMaxMs...Self.anchorErrorMaxMs).contains(change)
            let offset = isSame ? steady.last?.offsetMs ?? boot.offsetMs : boot.offsetMs
            steady.append(
                Boot(sequence: boot.sequence, startMs: boot.startMs, offsetMs: offset, isSettled: boot.isSettled)
            )
        }
        return steady
    }

    /// Whether the time of what a row tells is known for good.
    func isSettled(at sequence: Int64) -> Bool {
        self.boots.last { $0.sequence <= sequence }?.isSettled ?? false
    }

    /// Agent time told by a row, on the common time line; nil where that is before 0 or beyond all numbers.
    ///
    /// A page that went on from its buffer while the agent was started anew is heard of afterwards: what it tells belongs
    /// to the run in which it lies.
    ///
    /// - Parameter beginMs: where what is told begins, which says in which run it lies; nil for the time itself.
    func time(_ time: AgentTime, from beginMs: AgentTime? = nil, at sequence: Int64) -> AgentTime? {
        let begin = (beginMs ?? time).milliseconds
        let boot =
            self.boots.last { $0.sequence <= sequence && $0.startMs <= begin }
            ?? self.boots.first { $0.sequence <= sequence }
        let offset = boot?.offsetMs ?? 0
        let (sum, isTooLarge) = time.milliseconds.addingReportingOverflow(offset)
        return isTooLarge || sum < 0 ? nil : AgentTime(milliseconds: sum)
    }
}
