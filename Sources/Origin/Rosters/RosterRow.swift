import CourseModel
import Crypto

/// One row of a roster file: one person in one programme.
typealias RosterRow = TableRow<RosterColumn>

extension TableRow<RosterColumn> {
    mutating func login() -> String? {
        guard let text = self.text(.login) else { return nil }
        guard text.contains(where: \.isWhitespace) else { return text.lowercased() }
        self.complain(.login, "a login has no spaces in it")
        return nil
    }

    mutating func role() -> Roster.Account.Role? {
        switch self.field(.role) {
        case "学员", "trainee": return .trainee
        case "网络管理员", "网管", "technician": return .technician
        case let other:
            self.complain(.role, "'\(other)' is neither 学员 (trainee) nor 网络管理员 (technician)")
            return nil
        }
    }

    mutating func identity() -> Registration.Identity? {
        switch self.field(.identity) {
        case "", "学员", "trainee": return .trainee
        case "研修组长", "groupLeader": return .groupLeader
        case "指导教师", "guide": return .guide
        case "专家", "省课程专家", "expert": return .expert
        case let other:
            self.complain(.identity, "'\(other)' is none of 学员, 研修组长, 指导教师, 专家")
            return nil
        }
    }

    /// The study group that the row's registration names; nil for none, and where something is wrong.
    mutating func studyGroup(_ registration: Registration?) -> StudyGroupRecord? {
        guard !self.field(.studyGroup).isEmpty else {
            if !self.field(.studyGroupName).isEmpty { self.complain(.studyGroup, "is empty, and its name is not") }
            return nil
        }
        guard let studyGroup: StudyGroup.ID = self.identifier(.studyGroup), let name = self.text(.studyGroupName),
            let registration
        else { return nil }
        return StudyGroupRecord(studyGroup: studyGroup, programme: registration.programme, name: name)
    }

    /// - Returns: nil where the field is empty, or wrong.
    mutating func idCard(key: SymmetricKey) -> IDCardNumber.Fingerprint? {
        let text = self.field(.idCard)
        guard !text.isEmpty else { return nil }
        guard let number = IDCardNumber(text) else {
            // The number itself does not belong into a log or onto a screen.
            self.complain(.idCard, "is no identity card number: 18 characters with a right check character")
            return nil
        }
        return number.fingerprint(key: key)
    }
}

/// Whether what a row says of a programme is in the programme.
struct RegistrationCheck {
    let programme: Programme

    func subject(_ row: inout RosterRow) -> String? {
        let subject = row.field(.subject)
        if self.programme.subjects.isEmpty, !subject.isEmpty {
            row.complain(.subject, "programme '\(self.programme.programme)' has no subjects: leave this empty")
        } else if !self.programme.subjects.isEmpty, !self.programme.subjects.contains(subject) {
            row.complain(.subject, "'\(subject)' is none of \(self.programme.subjects.joined(separator: ", "))")
        }
        return subject.isEmpty ? nil : subject
    }

    func coursePackage(_ row: inout RosterRow) -> CoursePackage.ID? {
        let text = row.field(.coursePackage)
        let packages = self.programme.coursePackages.map(\.coursePackage)
        if packages.isEmpty, text.isEmpty { return nil }
        if let package = packages.first(where: { $0.rawValue.lowercased() == text.lowercased() }) { return package }
        let known = packages.map(\.rawValue).joined(separator: ", ")
        row.complain(
            .coursePackage,
            packages.isEmpty ? "the programme has none: leave this empty" : "is one of \(known)"
        )
        return nil
    }

    /// Topics are parted by spaces, semicolons or the Chinese enumeration comma.
    func topics(_ row: inout RosterRow, coursePackage: CoursePackage.ID?) -> [Topic.ID] {
        let sections = Dictionary(self.programme.sections.map { ($0.section, $0) }) { $1 }
        var topics: [Topic.ID] = []
        for text in row.field(.topics).split(whereSeparator: { " ;；、".contains($0) }) {
            guard let topic = self.programme.topics.first(where: { $0.topic.rawValue == text }) else {
                row.complain(.topics, "programme '\(self.programme.programme)' has no topic '\(text.prefix(64))'")
                continue
            }
            if let package = sections[topic.section]?.coursePackage, package != coursePackage {
                row.complain(
                    .topics,
                    "topic '\(text)' belongs to package '\(package)', which this school did not choose"
                )
            } else if topics.contains(topic.topic) {
                row.complain(.topics, "topic '\(text)' is there twice")
            } else {
                topics.append(topic.topic)
            }
        }
        return topics.sorted()
    }
}
