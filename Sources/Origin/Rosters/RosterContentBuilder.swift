import CourseModel

/// Puts the rows of a roster file together, and finds where two of them contradict each other.
struct RosterContentBuilder {
    private var counties: [County.ID: CountyRecord] = [:]
    private var schools: [School.ID: SchoolRecord] = [:]
    private var studyGroups: [StudyGroup.ID: StudyGroupRecord] = [:]
    private var members: [Person.ID: RosterContent.Member] = [:]
    private var problems: [RosterProblem] = []

    mutating func complain(_ problems: [RosterProblem]) {
        self.problems += problems
    }

    private mutating func complain(_ row: Int, _ column: RosterColumn, _ reason: String) {
        self.problems.append(RosterProblem(row: row, column: column, reason: reason))
    }

    mutating func add(_ county: CountyRecord, row: Int) {
        guard let known = self.counties[county.county] else {
            self.counties[county.county] = county
            return
        }
        if known != county {
            self.complain(row, .countyName, "county '\(county.county)' is called '\(known.name.zh)' in a row above")
        }
    }

    mutating func add(_ school: SchoolRecord, row: Int) {
        guard let known = self.schools[school.school] else {
            self.schools[school.school] = school
            return
        }
        if known.name != school.name {
            self.complain(row, .schoolName, "school '\(school.school)' is called '\(known.name.zh)' in a row above")
        } else if known.county != school.county {
            self.complain(row, .county, "school '\(school.school)' is in county '\(known.county)' in a row above")
        }
    }

    mutating func add(_ studyGroup: StudyGroupRecord, row: Int) {
        guard let known = self.studyGroups[studyGroup.studyGroup] else {
            self.studyGroups[studyGroup.studyGroup] = studyGroup
            return
        }
        if known.programme != studyGroup.programme {
            self.complain(row, .programme, "group '\(known.studyGroup)' is of '\(known.programme)' in a row above")
        } else if known.name != studyGroup.name {
            self.complain(row, .studyGroupName, "group '\(known.studyGroup)' is called '\(known.name)' in a row above")
        }
    }

    mutating func add(_ member: RosterContent.Member) {
        guard var known = self.members[member.person] else {
            self.members[member.person] = member
            return
        }
        let differs: RosterColumn? =
            if known.school != member.school {
                .school
            } else if known.name != member.name {
                .name
            } else if known.role != member.role {
                .role
            } else if known.login != member.login {
                .login
            } else if known.idCard != member.idCard {
                .idCard
            } else {
                nil
            }
        if let differs {
            self.complain(member.row, differs, "differs from row \(known.row), which is the same person")
        } else if member.registrations.isEmpty {
            self.complain(member.row, .person, "is row \(known.row) again")
        } else {
            for registration in member.registrations {
                if known.registrations.contains(where: { $0.programme == registration.programme }) {
                    self.complain(
                        member.row,
                        .programme,
                        "the person is in '\(registration.programme)' already: one identity and one subject in a programme"
                    )
                }
            }
            known.registrations += member.registrations
            self.members[member.person] = known
        }
    }

    /// Looks at the file as a whole.
    func finished() -> (RosterContent, [RosterProblem]) {
        var content = RosterContent()
        content.counties = self.counties.values.sorted { $0.county < $1.county }
        content.schools = self.schools.values.sorted { $0.school < $1.school }
        content.studyGroups = self.studyGroups.values.sorted { $0.studyGroup < $1.studyGroup }
        content.members = self.members.values.sorted { $0.person < $1.person }.map { member in
            var member = member
            member.registrations.sort { $0.programme < $1.programme }
            return member
        }
        let byRow = content.members.sorted { $0.row < $1.row }
        let problems =
            self.problems + Self.sharedLogins(byRow) + Self.sharedCards(byRow) + Self.differentPackages(byRow)
            + Self.sharedLeads(byRow)
        return (content, problems.sorted { ($0.row ?? 0) < ($1.row ?? 0) })
    }

    private struct SchoolLogin: Hashable {
        let school: School.ID
        let login: String
    }

    private static func sharedLogins(_ members: [RosterContent.Member]) -> [RosterProblem] {
        var seen: [SchoolLogin: Int] = [:]
        return members.compactMap { member in
            let login = SchoolLogin(school: member.school, login: member.login)
            guard let row = seen.updateValue(member.row, forKey: login) else { return nil }
            return RosterProblem(
                row: member.row,
                column: .login,
                reason: "'\(member.login)' is the login of row \(row) in the same school"
            )
        }
    }

    private static func sharedCards(_ members: [RosterContent.Member]) -> [RosterProblem] {
        var seen: [Digest: Int] = [:]
        return members.compactMap { member in
            guard let card = member.idCard, let row = seen.updateValue(member.row, forKey: card.hash) else {
                return nil
            }
            return RosterProblem(row: member.row, column: .idCard, reason: "is the number of row \(row)")
        }
    }

    private struct SchoolProgramme: Hashable {
        let school: School.ID
        let programme: Programme.ID
    }

    /// A school chooses one package of a programme, for all its people.
    private static func differentPackages(_ members: [RosterContent.Member]) -> [RosterProblem] {
        var chosen: [SchoolProgramme: (package: CoursePackage.ID, row: Int)] = [:]
        var problems: [RosterProblem] = []
        for member in members {
            for registration in member.registrations {
                guard let package = registration.coursePackage else { continue }
                let key = SchoolProgramme(school: member.school, programme: registration.programme)
                guard let first = chosen[key] else {
                    chosen[key] = (package, member.row)
                    continue
                }
                if first.package != package {
                    let reason = "a school chooses one package: row \(first.row) of this school has '\(first.package)'"
                    problems.append(RosterProblem(row: member.row, column: .coursePackage, reason: reason))
                }
            }
        }
        return problems
    }

    /// A study group has one leader.
    private static func sharedLeads(_ members: [RosterContent.Member]) -> [RosterProblem] {
        var leaders: [StudyGroup.ID: Int] = [:]
        return members.flatMap { member in
            member.ledGroups.compactMap { group in
                guard let row = leaders.updateValue(member.row, forKey: group) else { return nil }
                return RosterProblem(
                    row: member.row,
                    column: .identity,
                    reason: "group '\(group)' is led by row \(row): a group has one leader"
                )
            }
        }
    }
}

extension RosterContent.Member {
    /// The study groups that the person leads.
    var ledGroups: [StudyGroup.ID] {
        self.registrations.filter { $0.identity == .groupLeader }.compactMap(\.studyGroup)
    }
}
