import CourseModel
import HTTPServing
import ProgressAgent
import Testing

@testable import EdgeCache
@testable import Prefetching

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
            readyAtMs: ready,
            readyLateAtMs: ready,
            help: nil
        )
    }

    static func status(
        _ releases: [EdgeStatus.Release],
        hasCatalogue: Bool = true,
        isPaused: Bool = false,
        trouble: String? = nil,
        incidents: [IncidentLog.Incident] = [],
        journal: AgentStatus.Journal = AgentStatus.Journal(
            lastSequence: 12,
            reportedThrough: 7,
            epoch: 1,
            trouble: nil
        ),
        line: EdgePlan.Link = Self.link(),
        link: EdgeStatus.Link? = nil
    ) throws -> EdgeStatus {
        let ready = ReadyTime(of: releases, at: self.now)
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
            readyAtMs: ready.readyAtMs,
            spareMs: ready.spareMs,
            line: line,
            link: link ?? self.traffic(isPaused: isPaused, fetching: releases.first { !$0.isHeld }?.lesson),
            diskFreeBytes: ByteCount(bytes: 20_000_000_000),
            scrub: nil,
            origin: AgentStatus.OriginState(
                url: "https://lectern.example.edu.cn",
                lastReachedMs: self.hours(-3),
                trouble: trouble
            ),
            journal: journal,
            incidents: incidents,
            incidentsTotal: Int64(incidents.count)
        )
    }

    static func traffic(
        isPaused: Bool = false,
        fetching: Lesson.ID? = nil,
        trouble: PrefetchState.Trouble? = nil,
        days: [TrafficDay] = [],
        retries: [RetryCount] = []
    ) -> EdgeStatus.Link {
        EdgeStatus.Link(
            isPaused: isPaused,
            rateBytesPerSecond: ByteCount(bytes: 240_000),
            fetching: fetching,
            trouble: trouble?.text,
            troubleReason: trouble?.reason,
            fetchedBytes: [:],
            fetchedSinceStartBytes: [:],
            days: days,
            retries: retries
        )
    }

    /// A plan of the same lessons, in every kind of order, choice and verdict that there is.
    static func plan(
        for status: EdgeStatus,
        messages: Messages,
        link: EdgePlan.Link = Self.link(),
        sources: [Source] = [.origin]
    ) throws -> EdgePlan {
        let words = PlanWords(messages: messages, timeZone: status.timeZone)
        let reasons = RenditionChoice.Reason.allCases
        let limit = RenditionChoice.Limit(
            byMs: self.hours(9),
            neededBytes: ByteCount(bytes: 9_000_000_000),
            carriedBytes: ByteCount(bytes: 4_000_000_000)
        )
        let items = status.releases.enumerated().map { index, release in
            let entry = PrefetchOutlook.Entry(
                lesson: release.lesson,
                need: self.need(index, release),
                choice: RenditionChoice(
                    rendition: Rendition.ID(index.isMultiple(of: 2) ? "480p" : "audio"),
                    reason: reasons[index % reasons.count],
                    limit: limit
                ),
                sizeBytes: release.sizeBytes,
                leftBytes: release.sizeBytes - release.heldBytes,
                readyAtMs: release.readyAtMs,
                readyLateAtMs: release.readyAtMs,
                help: release.help ?? []
            )
            return EdgePlan.Item(entry, title: release.title, isPinned: index == 1, isPaused: false, words: words)
        }
        let courses = try ProgrammeAdmission.Verdict.allCases.map { verdict in
            let admission = ProgrammeAdmission(
                programme: try #require(Programme.ID("p1")),
                verdict: verdict,
                lessons: 12,
                lateLessons: verdict == .late ? 3 : 0,
                leftBytes: ByteCount(bytes: 7_000_000_000),
                readyAtMs: self.hours(20),
                limit: verdict == .late ? limit : nil,
                help: verdict == .late ? Holdings.Help.allCases : []
            )
            return EdgePlan.Course(
                title: Title(zh: "校本研修", en: "Training"),
                admission: admission,
                words: words.words(of: admission)
            )
        }
        return EdgePlan(
            asOfMs: self.now,
            timeZone: status.timeZone,
            link: link,
            sources: sources.enumerated().map { index, source in
                let reason: SourceChooser.Reason = index == 0 ? .asked : .next
                let standing = SourceChooser.Standing(source: source, reason: reason, bytesPerSecond: nil)
                return EdgePlan.Place(
                    source: source.kind,
                    edge: source.edge,
                    bytesPerSecond: nil,
                    reason: reason,
                    words: words.words(of: standing)
                )
            },
            storage: self.storage(words),
            lessons: items,
            programmes: courses
        )
    }

    private static func storage(_ words: PlanWords) -> EdgePlan.Storage {
        let size = ByteCount(bytes: 3_000_000_000)
        return EdgePlan.Storage(
            freeBytes: ByteCount(bytes: 12_000_000_000),
            reserveBytes: ByteCount(bytes: 500_000_000),
            givesWay: EvictionOrder.Reason.allCases.map { reason in
                let lesson = reason == .unlisted ? nil : Title(zh: "往年的课", en: "Last year's lesson")
                return EdgePlan.Storage.Part(
                    lesson: nil,
                    sizeBytes: size,
                    reason: reason,
                    words: words.words(of: reason, lesson: lesson, size)
                )
            },
            gaveWay: [Eviction(atMs: self.hours(-5), lesson: nil, sizeBytes: size, reason: .unlisted)]
        )
    }

    private static func need(_ index: Int, _ release: EdgeStatus.Release) -> LessonNeeds.Need {
        let reasons = LessonNeeds.Reason.allCases
        return LessonNeeds.Need(reason: reasons[index % reasons.count], neededAtMs: release.neededAtMs, place: index)
    }

    static func link(
        isMeasured: Bool = true,
        isOpen: Bool = true,
        changesAtMs: UTCTime? = nil,
        windows: String = "mon-fri 22:00-06:30; sat,sun 00:00-24:00 50%",
        rendition: String = "auto"
    ) -> EdgePlan.Link {
        EdgePlan.Link(
            lineBytesPerSecond: ByteCount(bytes: 237_500),
            lineLowBytesPerSecond: ByteCount(bytes: 190_000),
            isMeasured: isMeasured,
            isPaused: false,
            isOpen: isOpen,
            limitBytesPerSecond: isOpen ? ByteCount(bytes: 118_750) : .zero,
            changesAtMs: changesAtMs,
            capBitsPerSecond: isOpen ? Bitrate(bitsPerSecond: 1_000_000) : nil,
            windows: windows,
            rendition: rendition
        )
    }
}
