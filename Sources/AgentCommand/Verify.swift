import ArgumentParser
import CommandInterface
import CourseModel
import ProgressAgent

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks every signature, number and link of an exported journal, and prints its rows.",
        discussion: """
            Exit code 1 and the place of the fault where anything does not fit.

            Examples:
              lectern-agent verify journal.lectern
              lectern-agent verify --json journal.lectern | jq .lastSequence
            """
    )

    struct Result: Encodable {
        let edge: Edge.ID
        let school: School.ID
        let originKeyId: String
        let epoch: Int64
        let firstSequence: Int64
        let lastSequence: Int64
        let reports: Int
        let lastDigest: Digest
        let rows: [JournalRow]
    }

    @Argument(help: "A file that `lectern-agent export` wrote.")
    var file: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let journal = try JournalFile(reading: self.file)
        let result = Result(
            edge: journal.enrolment.edge,
            school: journal.enrolment.school,
            originKeyId: journal.enrolment.originKey.keyID,
            epoch: journal.epoch,
            firstSequence: journal.rows.first?.sequence ?? 0,
            lastSequence: journal.rows.last?.sequence ?? 0,
            reports: journal.reports,
            lastDigest: journal.lastDigest,
            rows: journal.rows
        )
        guard !self.json else { return print(try JSONText.of(result)) }
        var table = TextTable([.init("row", .trailing), .init("kind"), .init("what")])
        for row in journal.rows {
            let line = RowText(row.event)
            table.append(["\(row.sequence)", line.kind, line.text])
        }
        print(table.text)
        print(
            "good: rows \(result.firstSequence) to \(result.lastSequence) of edge \(result.edge), epoch \(result.epoch)"
        )
        print("signed in \(result.reports) reports by the key that the origin \(result.originKeyId) enrolled")
        print("chain digest after the last row: \(result.lastDigest)")
    }
}

/// A journal row in words.
private struct RowText {
    let kind: String
    let text: String

    init(_ event: JournalEvent) {
        switch event {
        case .started(let start):
            self.kind = "started"
            self.text = "agent time \(start.agentMs.milliseconds), version \(start.softwareVersion)"
        case .anchor(let anchor):
            self.kind = "anchor"
            self.text = "agent time \(anchor.agentMs.milliseconds) is \(anchor.originMs.milliseconds) at the origin"
        case .viewing(let viewing):
            self.kind = "viewing"
            self.text = "\(viewing.play): \(viewing.trainee) opens \(viewing.lesson)"
        case .played(let played):
            self.kind = "played"
            let (media, wall) = (played.mediaMs, played.wallMs)
            self.text =
                "\(played.play) #\(played.n): media \(media.lowerBound.milliseconds)–\(media.upperBound.milliseconds) ms "
                + "in \((wall.upperBound - wall.lowerBound).milliseconds) ms"
        case .password(let change):
            self.kind = "password"
            self.text = "\(change.person) chose a new password"
        case .appeal(let appeal):
            self.kind = "appeal"
            self.text = "\(appeal.person) appeals, about \(appeal.lesson?.rawValue ?? appeal.programme.rawValue)"
        case .room(let event):
            self.kind = "room"
            self.text = "\(event.room): \(Self.words(event.change))"
        }
    }

    private static func words(_ change: RoomEvent.Change) -> String {
        switch change {
        case .opened(let opening): "\(opening.leader) shows \(opening.lesson) to \(opening.studyGroup)"
        case .attendance(let attendance):
            "\(attendance.sign.rawValue) by \(attendance.by.rawValue): "
                + attendance.people.map(\.rawValue).joined(separator: " ")
        case .rollCall(let call): "roll call \(call.number)"
        case .closed(let closing): "closed by \(closing.person)"
        case .signed(let signature): "signed by \(signature.person) for the \(signature.capacity.rawValue)"
        }
    }
}
