package import Blobs
package import CourseModel
import HTTPServing
import Prefetching
package import ProgressAgent

/// Puts together how this school is doing.
package struct StatusReader: Sendable {
    private let identity: EdgeIdentity
    private let catalogue: DocumentFile<Catalogue>
    private let shelf: Shelf
    private let index: CacheIndexDatabase
    private let blobs: BlobDirectory
    private let contact: OriginContact
    private let incidents: IncidentLog
    private let prefetch: @Sendable () async -> PrefetchState
    private let journal: @Sendable () async throws -> AgentStatus.Journal
    private let isStocked: @Sendable () -> Bool
    private let scrub: @Sendable () -> ScrubState?
    private let now: @Sendable () -> UTCTime

    package init(
        identity: EdgeIdentity,
        catalogue: DocumentFile<Catalogue>,
        shelf: Shelf,
        index: CacheIndexDatabase,
        blobs: BlobDirectory,
        contact: OriginContact,
        incidents: IncidentLog,
        prefetch: @escaping @Sendable () async -> PrefetchState,
        journal: @escaping @Sendable () async throws -> AgentStatus.Journal,
        isStocked: @escaping @Sendable () -> Bool,
        scrub: @escaping @Sendable () -> ScrubState?,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.identity = identity
        self.catalogue = catalogue
        self.shelf = shelf
        self.index = index
        self.blobs = blobs
        self.contact = contact
        self.incidents = incidents
        self.prefetch = prefetch
        self.journal = journal
        self.isStocked = isStocked
        self.scrub = scrub
        self.now = now
    }

    package func status() async throws -> EdgeStatus {
        let now = self.now()
        let prefetch = await self.prefetch()
        let releases = self.releases(prefetch.forecasts, at: now)
        let held = releases.reduce(ByteCount.zero) { $0 + $1.heldBytes }
        let size = releases.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        let ready = ReadyTime(of: releases, at: now)
        return EdgeStatus(
            edge: self.identity.edge,
            school: self.identity.enrolment.school,
            schoolName: self.identity.enrolment.schoolName,
            timeZone: self.identity.enrolment.timeZone,
            softwareVersion: SoftwareVersion.text,
            asOfMs: now,
            catalogue: self.catalogueState(at: now),
            releases: releases,
            heldBytes: held,
            sizeBytes: size,
            verifiedPermille: Permille.of(held, in: size),
            readyAtMs: ready.readyAtMs,
            spareMs: ready.spareMs,
            line: prefetch.link,
            link: try self.link(prefetch, at: now),
            diskFreeBytes: try self.blobs.freeBytes,
            scrub: self.scrub(),
            origin: AgentStatus.OriginState(url: self.identity.originURL, contact: self.contact.state),
            journal: try await self.journal(),
            incidents: self.incidents.recent,
            incidentsTotal: self.incidents.total
        )
    }

    private func link(_ prefetch: PrefetchState, at now: UTCTime) throws -> EdgeStatus.Link {
        let time = LocalTime(timeZone: self.identity.enrolment.timeZone)
        let days = time.days(TrafficDay.daysMax, until: now)
        return EdgeStatus.Link(
            isPaused: prefetch.link.isPaused,
            rateBytesPerSecond: prefetch.rateBytesPerSecond,
            fetching: prefetch.fetching,
            trouble: prefetch.trouble?.text,
            troubleReason: prefetch.trouble?.reason,
            fetchedBytes: try self.index.traffic(),
            fetchedSinceStartBytes: Dictionary(
                uniqueKeysWithValues: prefetch.fetchedBytes.map { ($0.key.rawValue, $0.value) }
            ),
            days: zip(days, try self.index.traffic(in: days)).map { day, bytes in
                TrafficDay(date: time.date(day.lowerBound), startsAtMs: day.lowerBound, bytes: bytes)
            },
            retries: RetryCount.list(
                day: try self.index.retries(since: UTCTime(milliseconds: now.milliseconds - 86_400_000)),
                month: try self.index.retries(since: days.first?.lowerBound ?? now),
                sinceStart: prefetch.retries
            )
        )
    }

    private func catalogueState(at now: UTCTime) -> EdgeStatus.CatalogueState? {
        self.catalogue.current.map {
            EdgeStatus.CatalogueState(
                version: $0.version,
                issuedAtMs: $0.issuedAtMs,
                expiresAtMs: $0.expiresAtMs,
                isExpired: $0.expiresAtMs <= now,
                isStocked: self.isStocked()
            )
        }
    }

    private func releases(_ forecasts: [Lesson.ID: PrefetchState.Forecast], at now: UTCTime) -> [EdgeStatus.Release] {
        let programmes = self.shelf.programmes
        let needs = LessonNeeds(programmes: programmes, now: now)
        let titles = Dictionary(programmes.flatMap(\.lessons).map { ($0.lesson, $0.title) }) { first, _ in first }
        return self.shelf.releases.map { release in
            let manifest = release.manifest
            let (held, size) = (self.shelf.heldBytes(of: manifest), self.shelf.sizeBytes(of: manifest))
            let forecast = held == size ? nil : forecasts[manifest.lesson]
            return EdgeStatus.Release(
                lesson: manifest.lesson,
                title: titles[manifest.lesson] ?? Title(zh: manifest.lesson.rawValue),
                heldBytes: held,
                sizeBytes: size,
                rendition: self.shelf.choice(of: manifest.lesson)?.rendition,
                neededAtMs: needs[manifest.lesson].neededAtMs,
                readyAtMs: forecast?.readyAtMs,
                readyLateAtMs: forecast?.readyLateAtMs,
                help: forecast.flatMap { $0.help.isEmpty ? nil : $0.help }
            )
        }
    }
}
