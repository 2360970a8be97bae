import Blobs
import CourseModel
import Crediting
import Foundation
import GRDB
import Logging
import Origin
import Prefetching
import ProgressAgent

/// A school's computer: the product's journal on a real folder, and the agent's parts that write and report it.
final class SimulatedComputer {
    /// What lives as long as the agent runs.
    struct Process {
        let journal: JournalDatabase
        let clock: AgentClock
        let reporter: Reporter
        let flush: IntervalFlush
        let served: ServedMedia?
    }

    let name: String
    let school: School.ID
    let disk: JournalDisk
    let clock: SimulatedClock
    let line: ProgressLine
    private let hasEvidence: Bool
    private(set) var edge: EdgeRecord
    private var key: SigningKey
    var process: Process?
    /// Nobody at the school reaches it before then: it sleeps, or the lab's network is broken.
    var isAway = false
    var awayUntil: Duration = .zero
    var lineDownUntil: Duration = .zero
    var fullUntil: Duration?
    var flushedAt: Duration = .zero
    /// Whether the calendar was ever set: agent time may have jumped or stood still at a start, under open pages.
    private(set) var isCalendarSet = false
    /// How often it was enrolled.
    private(set) var enrolments = 1

    init(
        _ name: String,
        at school: School.ID,
        folder: String,
        origin: SimulatedOrigin,
        seed: UInt64
    ) throws {
        self.name = name
        self.school = school
        self.disk = try JournalDisk(folder: folder)
        self.clock = SimulatedClock(start: origin.plan.start)
        self.line = ProgressLine(to: origin, seed: seed)
        self.hasEvidence = origin.plan.hasEvidence
        self.key = try Self.key(name, 1)
        self.edge = origin.enrol(try Edge.ID(named: "\(name)-1"), at: school, key: self.key.verifyingKey)
    }

    /// A copy of another computer's disk, switched on beside it.
    init(_ name: String, cloneOf other: SimulatedComputer, folder: String, origin: SimulatedOrigin, seed: UInt64) throws
    {
        self.name = name
        self.school = other.school
        try other.disk.copy(to: folder)
        self.disk = try JournalDisk(folder: folder)
        self.clock = SimulatedClock(start: origin.plan.start)
        self.clock.advance(to: other.clock.elapsed)
        self.line = ProgressLine(to: origin, seed: seed)
        self.hasEvidence = other.hasEvidence
        (self.key, self.edge) = (other.key, other.edge)
        self.isCalendarSet = other.isCalendarSet
    }

    func setCalendar(byMs jump: Int64) {
        self.clock.jump(byMs: jump)
        self.isCalendarSet = true
    }

    /// The agent starts.
    func start() throws {
        let (clock, line, edge) = (self.clock, self.line, self.edge)
        let served = self.hasEvidence ? ServedMedia() : nil
        let grant = EpochGrant(edge: edge.edge, epoch: edge.epoch)
        let journal = try JournalDatabase(data: self.disk.folder, grant: grant, served: served)
        let agentClock = AgentClock(clock: clock.time, last: try journal.lastAgentTime()) { clock.elapsed }
        try journal.start(clock: agentClock, clockMs: clock.time)
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        let reporter = Reporter(
            journal: journal,
            clock: agentClock,
            origin: ReportRecipient(key: self.key) { try await line.send($0, from: edge) },
            contact: OriginContact { clock.time },
            incidents: IncidentLog(path: "\(self.disk.folder)/incidents.json") { clock.time },
            interval: .seconds(10),
            logger: logger
        )
        self.process = Process(
            journal: journal,
            clock: agentClock,
            reporter: reporter,
            flush: IntervalFlush(journal: journal, clock: agentClock, logger: logger),
            served: served
        )
    }

    /// The agent is killed: what is in memory is gone, what was written to the files stays.
    func kill() throws {
        try self.losePower(leaving: try self.disk.image())
    }

    /// The disk is left as the image has it, while nobody runs.
    func losePower(leaving image: JournalDisk.Image) throws {
        try self.process?.journal.close()
        self.process = nil
        try self.disk.put(image)
    }

    /// From now on the journal has no room for another page, or has.
    func fill(_ isFull: Bool) throws {
        try self.process?.journal.limitPages(isFull)
    }

    func enrolAnew(with origin: SimulatedOrigin) throws {
        self.enrolments += 1
        self.key = try Self.key(self.name, self.enrolments)
        let edge = try Edge.ID(named: "\(self.name)-\(self.enrolments)")
        self.edge = origin.enrol(edge, at: self.school, key: self.key.verifyingKey)
    }

    /// Computers of one name have the same keys in every run.
    private static func key(_ name: String, _ number: Int) throws -> SigningKey {
        try SigningKey(seed: Digest(of: Array("\(name)/\(number)".utf8)).bytes)
    }
}
