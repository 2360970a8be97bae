/// One row of a school's journal: a number without gaps, and what happened.
///
/// In JSON one object: `{"played":{…},"sequence":7}`; the key beside `sequence` says what kind of row it is.
package struct JournalRow: Hashable, Sendable {
    package let sequence: Int64
    package let event: JournalEvent

    package init(sequence: Int64, event: JournalEvent) {
        self.sequence = sequence
        self.event = event
    }
}

/// What a journal row says.
package enum JournalEvent: Hashable, Sendable {
    /// The agent started; the rows up to the next one of this kind lie on one unbroken time line.
    case started(AgentStart)
    /// The origin told its time.
    case anchor(TimeAnchor)
    case viewing(ViewingOpened)
    case played(PlayedInterval)
    /// A person chose a new password at the school.
    case password(PasswordChange)
    /// Something happened in a collective viewing.
    case room(RoomEvent)
    case appeal(AppealFiled)
}

extension JournalEvent {
    /// The latest agent time in it.
    package var agentMs: AgentTime {
        switch self {
        case .started(let start): start.agentMs
        case .anchor(let anchor): anchor.agentMs
        case .viewing(let viewing): viewing.startMs
        case .played(let interval): interval.wallMs.upperBound
        case .password(let change): change.atMs
        case .room(let event): event.atMs
        case .appeal(let appeal): appeal.atMs
        }
    }
}

extension JournalRow: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence, started, anchor, viewing, played, password, room, appeal
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.sequence = try container.decode(Int64.self, forKey: .sequence)
        if let event = try container.decodeIfPresent(PlayedInterval.self, forKey: .played) {
            self.event = .played(event)
        } else if let event = try container.decodeIfPresent(ViewingOpened.self, forKey: .viewing) {
            self.event = .viewing(event)
        } else if let event = try container.decodeIfPresent(TimeAnchor.self, forKey: .anchor) {
            self.event = .anchor(event)
        } else if let event = try container.decodeIfPresent(AgentStart.self, forKey: .started) {
            self.event = .started(event)
        } else if let event = try container.decodeIfPresent(PasswordChange.self, forKey: .password) {
            self.event = .password(event)
        } else if let event = try container.decodeIfPresent(RoomEvent.self, forKey: .room) {
            self.event = .room(event)
        } else if let event = try container.decodeIfPresent(AppealFiled.self, forKey: .appeal) {
            self.event = .appeal(event)
        } else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: "a journal row of an unknown kind")
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.sequence, forKey: .sequence)
        switch self.event {
        case .started(let event): try container.encode(event, forKey: .started)
        case .anchor(let event): try container.encode(event, forKey: .anchor)
        case .viewing(let event): try container.encode(event, forKey: .viewing)
        case .played(let event): try container.encode(event, forKey: .played)
        case .password(let event): try container.encode(event, forKey: .password)
        case .room(let event): try container.encode(event, forKey: .room)
        case .appeal(let event): try container.encode(event, forKey: .appeal)
        }
    }
}
