package import CourseModel
package import ProgressAgent

/// How this school is doing: what `lectern-edge status --json` prints and the technician's page shows.
///
/// The JSON is stable: keys are added, never renamed; `docs/formats.md` lists them.
package struct EdgeStatus: Hashable, Sendable, Codable {
    package struct Release: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let title: Title
        /// Held and verified, of the rendition that was chosen and what goes with it.
        package let heldBytes: ByteCount
        package let sizeBytes: ByteCount
        /// The one that was chosen; nil where the release has none.
        package let rendition: Rendition.ID?
        /// First timetable slot, or the start of its phase; nil where neither is known.
        package let neededAtMs: UTCTime?
        /// Forecast, half of the times; nil when held, or when there is no telling.
        package let readyAtMs: UTCTime?
        /// The same nine times out of ten.
        package let readyLateAtMs: UTCTime?
        /// What would make it come in time, nine times out of ten; nil where it does.
        package let help: [Holdings.Help]?

        package var isHeld: Bool { self.heldBytes == self.sizeBytes }
        /// Whether it will be, or became, ready too late; false where there is no telling.
        package var isLate: Bool {
            guard !self.isHeld, let readyAtMs, let neededAtMs else { return false }
            return readyAtMs > neededAtMs
        }
    }

    package struct CatalogueState: Hashable, Sendable, Codable {
        package let version: Int64
        package let issuedAtMs: UTCTime
        package let expiresAtMs: UTCTime
        package let isExpired: Bool
        /// Whether every manifest and programme that the catalogue names is here.
        package let isStocked: Bool
    }

    package struct Link: Hashable, Sendable, Codable {
        package let isPaused: Bool
        /// Over the last half minute; 0 when nothing is being fetched.
        package let rateBytesPerSecond: ByteCount
        /// The lesson whose chunks are being fetched now.
        package let fetching: Lesson.ID?
        /// Why the last fetch failed; nil once one succeeded.
        package let trouble: String?
        package let troubleReason: RetryReason?
        /// Bytes fetched in the last 31 days, by source.
        package let fetchedBytes: [String: ByteCount]
        /// The same since the edge started.
        package let fetchedSinceStartBytes: [String: ByteCount]
        /// The last 30 days, today the last.
        package let days: [TrafficDay]
        package let retries: [RetryCount]
    }

    package let edge: Edge.ID
    package let school: School.ID
    package let schoolName: Title
    /// IANA name; times are shown in it.
    package let timeZone: String
    package let softwareVersion: String
    package let asOfMs: UTCTime
    /// Nil before the first catalogue came.
    package let catalogue: CatalogueState?
    package let releases: [Release]
    /// Of the renditions that were chosen.
    package let heldBytes: ByteCount
    package let sizeBytes: ByteCount
    /// Thousandths of all bytes that are held and verified, rounded down; 1000 only when all of them are.
    package let verifiedPermille: Int64
    /// When all of it will be here, half of the times; nil where it is, or where there is no telling.
    package let readyAtMs: UTCTime?
    /// The least time between when a missing lesson will be here and when it is needed, negative where it is late; nil
    /// where no missing lesson is needed at any particular time, or there is no telling.
    package let spareMs: UTCTime?
    /// The line, and what of it the prefetch has.
    package let line: EdgePlan.Link
    package let link: Link
    package let diskFreeBytes: ByteCount
    /// Under way, or the last one since the start; nil before the first.
    package let scrub: ScrubState?
    package let origin: AgentStatus.OriginState
    package let journal: AgentStatus.Journal
    package let incidents: [IncidentLog.Incident]
    package let incidentsTotal: Int64
}
