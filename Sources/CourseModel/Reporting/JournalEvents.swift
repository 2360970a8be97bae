/// The agent started.
package struct AgentStart: Hashable, Sendable, Codable {
    package let agentMs: AgentTime
    /// What the computer's clock said: a hint only.
    package let clockMs: UTCTime
    package let softwareVersion: String

    package init(agentMs: AgentTime, clockMs: UTCTime, softwareVersion: String) {
        self.agentMs = agentMs
        self.clockMs = clockMs
        self.softwareVersion = softwareVersion
    }
}

/// The origin's time, as its receipt told it, beside the agent's at that moment.
package struct TimeAnchor: Hashable, Sendable, Codable {
    package let agentMs: AgentTime
    package let originMs: UTCTime

    package init(agentMs: AgentTime, originMs: UTCTime) {
        self.agentMs = agentMs
        self.originMs = originMs
    }
}

/// A trainee opened a lesson, or a group leader opened it for the room.
package struct ViewingOpened: Hashable, Sendable, Codable {
    package let play: ViewingSession.ID
    package let trainee: Person.ID
    package let lesson: Lesson.ID
    /// The release that is played.
    package let manifest: Digest
    package let startMs: AgentTime
    /// The collective viewing that is shown; `trainee` is then its leader, who has no more of it than the others. Nil
    /// for a person's own viewing.
    package let room: Room.ID?

    package init(
        play: ViewingSession.ID,
        trainee: Person.ID,
        lesson: Lesson.ID,
        manifest: Digest,
        startMs: AgentTime,
        room: Room.ID? = nil
    ) {
        self.play = play
        self.trainee = trainee
        self.lesson = lesson
        self.manifest = manifest
        self.startMs = startMs
        self.room = room
    }
}

/// A half-open stretch of media time that was seen in a viewing session, and the wall time it took.
package struct PlayedInterval: Hashable, Sendable, Codable {
    package let play: ViewingSession.ID
    /// Numbers what one viewing session played, from 0.
    package let n: Int64
    package let mediaMs: Range<MediaTime>
    package let wallMs: Range<AgentTime>
    /// How it is known; nil where nobody recorded what was served.
    package let evidence: EvidenceClass?
    /// Parts of `mediaMs` that were not served to this viewing session, in ascending order; nil where all was.
    package let unservedMs: [Range<MediaTime>]?
    /// When the agent had heard of all of it; only of what is buffered.
    package let heardMs: AgentTime?

    package init(
        play: ViewingSession.ID,
        n: Int64,
        mediaMs: Range<MediaTime>,
        wallMs: Range<AgentTime>,
        evidence: EvidenceClass? = nil,
        unservedMs: [Range<MediaTime>]? = nil,
        heardMs: AgentTime? = nil
    ) {
        self.play = play
        self.n = n
        self.mediaMs = mediaMs
        self.wallMs = wallMs
        self.evidence = evidence
        self.unservedMs = unservedMs
        self.heardMs = heardMs
    }
}

/// A person chose a new password at the school; the origin puts its verifier into the next roster.
package struct PasswordChange: Hashable, Sendable, Codable {
    package let person: Person.ID
    package let passwordVerifier: String
    package let atMs: AgentTime

    package init(person: Person.ID, passwordVerifier: String, atMs: AgentTime) {
        self.person = person
        self.passwordVerifier = passwordVerifier
        self.atMs = atMs
    }
}

/// A trainee does not agree with what was refused, and says why; officers answer at the origin.
package struct AppealFiled: Hashable, Sendable, Codable {
    /// Characters of an appeal's text: a page of writing.
    package static let textMax = 2_000

    package let person: Person.ID
    package let programme: Programme.ID
    /// What it is about; nil for the hours as a whole.
    package let lesson: Lesson.ID?
    package let text: String
    package let atMs: AgentTime

    package init(person: Person.ID, programme: Programme.ID, lesson: Lesson.ID?, text: String, atMs: AgentTime) {
        self.person = person
        self.programme = programme
        self.lesson = lesson
        self.text = text
        self.atMs = atMs
    }
}
