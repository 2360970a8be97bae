package import CourseModel

/// Why the journal did not take a row.
package enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The disk failed in the middle of a commit; only a new start makes sure of what is there.
    case broken(String)
    /// A row that this version cannot read, or whose chain digest does not fit.
    case damaged(sequence: Int64)
    case noSuchViewing(String)
    /// Somebody else has signed in since at the computer that sends its heartbeats.
    case othersViewing(String)
    case noJournal(String)
    /// One trainee opens lessons faster than anybody can.
    case tooManyViewings
    /// A room that is not there, or is closed already.
    case noSuchRoom(Room.ID)
    /// The group leader has a room open.
    case roomIsOpen(Room.ID)

    package var description: String {
        switch self {
        case .broken(let reason):
            "the journal's disk failed (\(reason)): check the disk, then start the program again"
        case .damaged(let sequence): "row \(sequence) of the journal is damaged"
        case .noJournal(let data): "\(data) holds no journal: say with --data where the school's data is"
        case .tooManyViewings: "lessons were opened too often within a minute"
        case .noSuchRoom(let room): "no room \(room) is open"
        case .roomIsOpen(let room): "room \(room) is still open"
        case .noSuchViewing(let play): "no viewing session \(play) is in the journal"
        case .othersViewing(let play): "the viewing session \(play) is another trainee's"
        }
    }
}
