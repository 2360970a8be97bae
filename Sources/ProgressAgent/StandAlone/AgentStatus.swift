package import CourseModel

/// How a stand-alone agent is doing: what `lectern-agent status --json` prints. Its keys are those of the edge's status.
package struct AgentStatus: Hashable, Sendable, Codable {
    package struct OriginState: Hashable, Sendable, Codable {
        package let url: String
        package let lastReachedMs: UTCTime?
        package let trouble: String?

        package init(url: String, lastReachedMs: UTCTime?, trouble: String?) {
            self.url = url
            self.lastReachedMs = lastReachedMs
            self.trouble = trouble
        }

        package init(url: String, contact: OriginContact.State) {
            self.init(url: url, lastReachedMs: contact.lastReached, trouble: contact.trouble)
        }
    }

    package struct Journal: Hashable, Sendable, Codable {
        /// The last row.
        package let lastSequence: Int64
        /// Up to which row the origin has everything.
        package let reportedThrough: Int64
        /// 0 while none is granted.
        package let epoch: Int64
        package let trouble: String?

        package init(lastSequence: Int64, reportedThrough: Int64, epoch: Int64, trouble: String?) {
            self.lastSequence = lastSequence
            self.reportedThrough = reportedThrough
            self.epoch = epoch
            self.trouble = trouble
        }

        package init(_ state: JournalState) {
            self.init(
                lastSequence: state.lastSequence,
                reportedThrough: state.reportedThrough,
                epoch: state.epoch,
                trouble: state.trouble
            )
        }
    }

    package let edge: Edge.ID
    package let school: School.ID
    package let schoolName: Title
    package let softwareVersion: String
    package let asOfMs: UTCTime
    package let isRunning: Bool
    package let origin: OriginState
    package let journal: Journal

    /// - Parameter running: what the program that runs on the data folder says of the origin; nil where none does.
    init(identity: EdgeIdentity, journal: JournalState, running: OriginState?, now: UTCTime) {
        self.edge = identity.edge
        self.school = identity.enrolment.school
        self.schoolName = identity.enrolment.schoolName
        self.softwareVersion = SoftwareVersion.text
        self.asOfMs = now
        self.isRunning = running != nil
        self.origin = running ?? OriginState(url: identity.originURL, lastReachedMs: nil, trouble: nil)
        self.journal = Journal(journal)
    }

    /// What the disk says, whether or not a program runs on it.
    static func read(data: String, running: OriginState?, now: UTCTime) async throws -> AgentStatus {
        let identity = try IdentityFolder(data: data).load()
        let state = try await JournalDatabase(reading: data).state()
        return AgentStatus(identity: identity, journal: state, running: running, now: now)
    }
}
