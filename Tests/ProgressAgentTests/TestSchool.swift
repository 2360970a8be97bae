import CourseModel
import Crypto
import Foundation
import HTTPServing
import Hummingbird
import Logging
import ProgressAgent
import Synchronization
import Testing
import Transfer

/// A folder of a test's own, removed when the test forgets it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "lectern-agent-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }
}

/// A made-up school with one programme of one lesson, a trainee and a technician; signed by an origin of its own.
struct TestSchool: Sendable {
    static let password = "given out 7"

    let folder: TestFolder
    let originKey: SigningKey
    let edgeKey: SigningKey
    let incidents: IncidentLog
    /// With it, `u1` leads a study group of `u1` and `u2`.
    var collective: RuleSet.Collective?
    let contact: OriginContact
    let now: @Sendable () -> UTCTime = { UTCTime(milliseconds: 1_752_000_000_000) }

    init() throws {
        let now = self.now
        self.folder = try TestFolder()
        self.originKey = SigningKey()
        self.edgeKey = SigningKey()
        self.incidents = IncidentLog(path: "\(self.folder.path)/incidents.json", now: now)
        self.contact = OriginContact(now: now)
    }

    func identity(originURL: String = "http://127.0.0.1:9", epoch: Int64 = 1) throws -> EdgeIdentity {
        EdgeIdentity(
            enrolment: Enrolment(
                edge: try #require(Edge.ID("e1")),
                edgeKey: self.edgeKey.verifyingKey,
                school: try #require(School.ID("s1")),
                schoolName: Title(zh: "第一中学", en: "School No. 1"),
                county: try #require(County.ID("c1")),
                countyName: Title(zh: "临江县"),
                epoch: epoch,
                originKey: self.originKey.verifyingKey,
                timeZone: "Asia/Shanghai",
                issuedAtMs: self.now()
            ),
            originURL: originURL,
            key: self.edgeKey
        )
    }

    func client(originURL: String = "http://127.0.0.1:9") throws -> OriginClient {
        OriginClient(
            identity: try self.identity(originURL: originURL),
            connection: TransferConnection(options: TransferOptions(connectTimeout: .seconds(2))),
            now: self.now
        )
    }

    /// The agent over this school's data folder.
    ///
    /// - Parameters:
    ///   - timetable: of the one lesson; begin and end in minutes from now.
    ///   - accessEnds: in minutes from now; nil for never.
    func agent(
        heldPermille: Int64 = 1000,
        timetable: [Range<Int64>] = [],
        accessEnds: Int64? = nil
    ) throws -> SchoolAgent {
        try SchoolAgent(
            data: self.folder.path,
            identity: try self.identity(),
            configuration: AgentConfiguration(),
            shelf: try self.shelf(heldPermille: heldPermille, timetable: timetable, accessEnds: accessEnds),
            client: try self.client(),
            contact: self.contact,
            incidents: self.incidents,
            pages: try Pages(folders: [SchoolAgent.resources]),
            sessions: SessionCookie(key: .init(size: .bits256), name: "lectern-edge", hours: 12, now: self.now),
            now: self.now,
            logger: Logger(label: "test")
        )
    }

    func shelf(
        heldPermille: Int64,
        timetable: [Range<Int64>] = [],
        accessEnds: Int64? = nil
    ) throws -> LessonShelf {
        let lesson = try #require(Lesson.ID("l01"))
        let programme = try self.programme(
            timetable: timetable.map {
                TimetableSlot(
                    lesson: lesson,
                    startsAtMs: self.inMinutes($0.lowerBound),
                    endsAtMs: self.inMinutes($0.upperBound)
                )
            },
            accessEndsAtMs: accessEnds.map(self.inMinutes)
        )
        let playable = PlayableLesson(
            lesson: lesson,
            manifest: Digest(of: Array("manifest".utf8)),
            durationMs: MediaTime(milliseconds: 60_000),
            heldPermille: heldPermille
        )
        return LessonShelf(
            programmes: { [programme] },
            lesson: { $0 == lesson ? playable : nil },
            playlistPath: { session, lesson in "/play/\(session)-\(lesson)/master.m3u8" },
            posterPath: { session, lesson in "/play/\(session)-\(lesson)/poster.jpg" }
        )
    }

    /// A router with everything of the agent's on it, as an embedding server has it.
    func router(_ agent: SchoolAgent) throws -> Router<WebContext> {
        let site = Site(
            name: "lectern-agent",
            pages: try Pages(folders: [SchoolAgent.resources]),
            assets: try Assets(folders: ["\(SchoolAgent.resources)/assets"]),
            health: { .ok },
            metrics: { MetricsText() }
        )
        let router = WebServer.router(site: site)
        agent.addRoutes(to: router)
        return router
    }

    /// The roster with these verifiers by login.
    func roster(version: Int64 = 1, verifier: String, mustChange: Bool = true) throws -> SignedDocument<Roster> {
        let registration = Registration(
            programme: try #require(Programme.ID("p1")),
            identity: .trainee,
            subject: nil,
            coursePackage: nil,
            topics: [try #require(Topic.ID("t1"))]
        )
        func account(
            _ id: String,
            _ role: Roster.Account.Role,
            _ registrations: [Registration]
        ) throws -> Roster.Account {
            Roster.Account(
                person: try #require(Person.ID(id)),
                role: role,
                login: "\(id)-Login",
                name: "王小明",
                passwordVerifier: verifier,
                mustChangePassword: mustChange,
                registrations: registrations
            )
        }
        let roster = Roster(
            school: try #require(School.ID("s1")),
            version: version,
            issuedAtMs: self.now(),
            accounts: [
                try account("u1", .trainee, [registration]), try account("u2", .trainee, [registration]),
                try account("k1", .technician, []),
            ],
            studyGroups: self.collective == nil ? nil : [try self.studyGroup()]
        )
        return try SignedDocument(signing: roster, with: self.originKey)
    }

    private func inMinutes(_ minutes: Int64) -> UTCTime { self.now() + UTCTime(milliseconds: minutes * 60_000) }

    private func programme(timetable: [TimetableSlot], accessEndsAtMs: UTCTime?) throws -> Programme {
        let phase = try #require(Phase.ID("f1"))
        let section = try #require(Section.ID("x1"))
        let topic = try #require(Topic.ID("t1"))
        return Programme(
            programme: try #require(Programme.ID("p1")),
            title: Title(zh: "测试研修", en: "Test programme"),
            timeZone: "Asia/Shanghai",
            phases: [
                Phase(
                    phase: phase,
                    kind: .concentrated,
                    title: Title(zh: "集中研修"),
                    startsAtMs: UTCTime(milliseconds: 1_751_900_000_000),
                    endsAtMs: UTCTime(milliseconds: 1_752_900_000_000),
                    hoursHundredths: CreditHours(hundredths: 3_600)
                )
            ],
            sections: [
                Section(
                    section: section,
                    phase: phase,
                    title: Title(zh: "理念篇"),
                    quotaHundredths: CreditHours(hundredths: 1_200),
                    coursePackage: nil
                )
            ],
            topics: [
                Topic(
                    topic: topic,
                    section: section,
                    title: Title(zh: "专题一"),
                    hoursHundredths: CreditHours(hundredths: 200),
                    isMandatory: false,
                    oneOf: nil
                )
            ],
            lessons: [
                LessonEntry(lesson: try #require(Lesson.ID("l01")), topic: topic, title: Title(zh: "第一课", en: "One"))
            ],
            timetable: timetable,
            coursePackages: [],
            ruleSet: try self.ruleSet(),
            requiredHundredths: CreditHours(hundredths: 5_000),
            accessEndsAtMs: accessEndsAtMs
        )
    }

    private func studyGroup() throws -> StudyGroup {
        let leader = try #require(Person.ID("u1"))
        return StudyGroup(
            studyGroup: try #require(StudyGroup.ID("g1")),
            programme: try #require(Programme.ID("p1")),
            name: "语文研修组",
            leader: leader,
            members: [leader, try #require(Person.ID("u2"))]
        )
    }

    private func ruleSet() throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: Title(zh: "省项目办"),
            maxRatePermille: 1000,
            gapCloseMs: MediaTime(milliseconds: 1_500),
            completionPermille: 900,
            hoursMode: .catalogue,
            minutesPerHour: 45,
            quantumHundredths: CreditHours(hundredths: 50),
            creditRatioPermille: 1000,
            accountKind: "remote",
            silentAfterMinutes: 60,
            collective: self.collective
        )
    }
}
