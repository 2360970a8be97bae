import CourseModel
import CreditLedger
import Foundation
import Origin
import Synchronization
import Testing

/// A school with a real ledger behind it, for tests of the way from a report to hours.
///
/// One programme `g1`: section `s1` with the quota of 4 hours, and in it topic `t1` with lesson `l1` and topic `t2` with
/// lesson `l2`, 2 hours each. A lesson has ten minutes. Trainee `u1` takes part and selected both.
final class CreditedSchool: Sendable {
    static let edgeKey = SigningKey()
    static let originKey = SigningKey()

    let folder: String
    let ledger: SQLiteLedger
    let trainee: Person.ID
    let edge: EdgeRecord
    /// What the province says of registrations; tests change it.
    let registrations: Mutex<[Person.ID: [Registration]]>
    let quotaHundredths = Mutex<Int64>(400)
    let evidence = Mutex<RuleSet.Evidence?>(nil)
    let collective = Mutex<RuleSet.Collective?>(nil)
    let times = Mutex<TimeRules?>(nil)
    let phaseMs = Mutex<Range<Int64>>(0..<1_000_000_000)
    let accountKind = Mutex("remote")
    /// When reports come in.
    let nowMs = Mutex<Int64>(5_000)
    let passwords = Mutex<[PasswordChange]>([])

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "origin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.folder = url.path
        self.ledger = try SQLiteLedger(path: "\(url.path)/ledger.sqlite")
        self.trainee = try #require(Person.ID("u1"))
        self.edge = EdgeRecord(
            edge: try #require(Edge.ID("e1")),
            school: try #require(School.ID("s001")),
            key: Self.edgeKey.verifyingKey,
            epoch: 1,
            enrolledAtMs: .zero
        )
        let registration = Registration(
            programme: try #require(Programme.ID("g1")),
            identity: .trainee,
            subject: nil,
            coursePackage: nil,
            topics: [try #require(Topic.ID("t1")), try #require(Topic.ID("t2"))]
        )
        self.registrations = Mutex([self.trainee: [registration]])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    var sources: CreditSources {
        let school = self.edge.school
        return CreditSources(
            basis: { try CreditBasis(programmes: [try self.programme()], releases: try Self.releases()) },
            registrations: { person in self.registrations.withLock { $0[person] } },
            school: { person in self.registrations.withLock { $0[person] == nil ? nil : school } },
            applyPassword: { reported in self.passwords.withLock { $0.append(reported.change) } }
        )
    }

    var intake: ReportIntake {
        ReportIntake(
            ledger: self.ledger,
            signingKey: Self.originKey,
            school: self.sources.school,
            now: { UTCTime(milliseconds: self.nowMs.withLock { $0 }) }
        )
    }

    var recompute: Recompute {
        Recompute(ledger: self.ledger, sources: self.sources, now: { UTCTime(milliseconds: 6_000) })
    }

    var statements: StatementBuilder { StatementBuilder(ledger: self.ledger, sources: self.sources) }

    /// Takes a report and gives what the origin's receipt says.
    func take(_ report: SignedDocument<Report>, from name: String = "e1") async throws -> Receipt {
        let edge = EdgeRecord(
            edge: try #require(Edge.ID(name)),
            school: self.edge.school,
            key: self.edge.key,
            epoch: self.edge.epoch,
            enrolledAtMs: .zero
        )
        let receipt = try await self.intake.take(report.bytes, from: edge)
        return try SignedDocument<Receipt>(verifying: receipt.bytes, with: Self.originKey.verifyingKey).payload
    }

    /// The hours of each entry of `u1`, in the order in which they were posted.
    func hundredths() async throws -> [Int64] {
        try await self.ledger.entries(of: self.trainee).map(\.hundredths.hundredths)
    }

    func programme() throws -> Programme {
        let window = self.phaseMs.withLock { $0 }
        let phase = Phase(
            phase: try #require(Phase.ID("f1")),
            kind: .concentrated,
            title: Title(zh: "集中"),
            startsAtMs: UTCTime(milliseconds: window.lowerBound),
            endsAtMs: UTCTime(milliseconds: window.upperBound),
            hoursHundredths: CreditHours(hundredths: 3_600)
        )
        let section = Section(
            section: try #require(Section.ID("s1")),
            phase: phase.phase,
            title: Title(zh: "热点"),
            quotaHundredths: CreditHours(hundredths: self.quotaHundredths.withLock { $0 }),
            coursePackage: nil
        )
        return Programme(
            programme: try #require(Programme.ID("g1")),
            title: Title(zh: "研修"),
            timeZone: "Asia/Shanghai",
            phases: [phase],
            sections: [section],
            topics: try ["t1", "t2"].map { topic in
                Topic(
                    topic: try #require(Topic.ID(topic)),
                    section: section.section,
                    title: Title(zh: topic),
                    hoursHundredths: CreditHours(hundredths: 200),
                    isMandatory: false,
                    oneOf: nil
                )
            },
            lessons: try [("l1", "t1"), ("l2", "t2")].map { lesson, topic in
                LessonEntry(
                    lesson: try #require(Lesson.ID(lesson)),
                    topic: try #require(Topic.ID(topic)),
                    title: Title(zh: lesson)
                )
            },
            timetable: [],
            coursePackages: [],
            ruleSet: try self.ruleSet(),
            requiredHundredths: CreditHours(hundredths: 400),
            accessEndsAtMs: nil
        )
    }

    private func ruleSet() throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: Title(zh: "省"),
            maxRatePermille: 1_000,
            gapCloseMs: MediaTime(milliseconds: 1_500),
            completionPermille: 900,
            hoursMode: .catalogue,
            minutesPerHour: 45,
            quantumHundredths: CreditHours(hundredths: 1),
            creditRatioPermille: 1_000,
            accountKind: self.accountKind.withLock { $0 },
            silentAfterMinutes: 60,
            evidence: self.evidence.withLock { $0 },
            collective: self.collective.withLock { $0 },
            times: self.times.withLock { $0 }
        )
    }

    private static func releases() throws -> [Catalogue.ReleaseEntry] {
        try ["l1", "l2"].map { lesson in
            Catalogue.ReleaseEntry(
                lesson: try #require(Lesson.ID(lesson)),
                manifest: Digest(of: []),
                manifestSizeBytes: .zero,
                sizeBytes: .zero,
                durationMs: MediaTime(milliseconds: 600_000)
            )
        }
    }
}
