import CourseModel
import ProgressAgent
import Testing

@testable import EdgeCache

/// Statuses made up for tests of what is said of them.
enum SampleStatus {
    static let now = UTCTime(milliseconds: 1_900_000_000_000)

    static func hours(_ hours: Int64) -> UTCTime {
        UTCTime(milliseconds: self.now.milliseconds + hours * 3_600_000)
    }

    /// What a log has of incidents of these kinds, each of which happened so many times.
    static func incidents(
        _ kinds: [IncidentLog.Kind],
        reason: String = "reason",
        times: Int = 2
    ) throws -> [IncidentLog.Incident] {
        let folder = try TemporaryFolder()
        let log = IncidentLog(path: "\(folder.path)/incidents.json", now: { self.now })
        for kind in kinds {
            for _ in 0..<times { log.record(kind, about: "l01", reason) }
        }
        return log.recent
    }

    static func release(
        _ lesson: String,
        held: Int64,
        of size: Int64 = 1_000,
        needed: UTCTime? = nil,
        ready: UTCTime? = nil
    ) throws -> EdgeStatus.Release {
        EdgeStatus.Release(
            lesson: try #require(Lesson.ID(lesson)),
            title: Title(zh: "课 \(lesson)", en: "Lesson \(lesson)"),
            heldBytes: ByteCount(bytes: held),
            sizeBytes: ByteCount(bytes: size),
            rendition: nil,
            neededAtMs: needed,
            readyAtMs: ready
        )
    }

    static func status(
        _ releases: [EdgeStatus.Release],
        hasCatalogue: Bool = true,
        isPaused: Bool = false,
        trouble: String? = nil,
        incidents: [IncidentLog.Incident] = []
    ) throws -> EdgeStatus {
        let held = releases.reduce(ByteCount.zero) { $0 + $1.heldBytes }
        let size = releases.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        return EdgeStatus(
            edge: try #require(Edge.ID("e1")),
            school: try #require(School.ID("s001")),
            schoolName: Title(zh: "第一中学", en: "No. 1 School"),
            timeZone: "Asia/Shanghai",
            softwareVersion: "0.1.0",
            asOfMs: self.now,
            catalogue: hasCatalogue
                ? EdgeStatus.CatalogueState(
                    version: 3,
                    issuedAtMs: self.hours(-1),
                    expiresAtMs: self.hours(24),
                    isExpired: false,
                    isStocked: true
                ) : nil,
            releases: releases,
            heldBytes: held,
            sizeBytes: size,
            verifiedPermille: Permille.of(held, in: size),
            link: EdgeStatus.Link(
                isPaused: isPaused,
                rateBytesPerSecond: ByteCount(bytes: 240_000),
                fetching: releases.first { !$0.isHeld }?.lesson,
                trouble: nil,
                fetchedBytes: ["origin": held]
            ),
            diskFreeBytes: ByteCount(bytes: 20_000_000_000),
            origin: AgentStatus.OriginState(
                url: "https://lectern.example.edu.cn",
                lastReachedMs: self.hours(-3),
                trouble: trouble
            ),
            journal: AgentStatus.Journal(lastSequence: 12, reportedThrough: 7, epoch: 1, trouble: nil),
            incidents: incidents,
            incidentsTotal: Int64(incidents.count)
        )
    }
}
