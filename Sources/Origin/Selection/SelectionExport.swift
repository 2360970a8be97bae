package import CourseModel

/// The table of what is chosen in a programme: what `SelectionReader` reads. Brought back as it is, it changes nothing.
package struct SelectionExport: Sendable {
    private let province: ProvinceDatabase
    private let check: SelectionCheck

    package init(province: ProvinceDatabase, programme: Programme) {
        self.province = province
        self.check = SelectionCheck(programme)
    }

    /// - Parameter county: nil for the whole province.
    package func bytes(of county: County.ID?, as encoding: TableText.Encoding) throws -> [UInt8] {
        var table = CSVTable(header: SelectionColumn.allCases.map(\.rawValue))
        let programme = self.check.programme.programme
        let schools = try self.province.schools(in: county)
        for school in schools {
            let people = try self.province.people(of: school.school)
            let registered = people.compactMap { person in
                person.registrations.first { $0.programme == programme }.map { (person, $0) }
            }
            guard !registered.isEmpty else { continue }
            let place = (programme.rawValue, school.school.rawValue, school.name.zh)
            if !self.check.programme.coursePackages.isEmpty {
                let package = registered.lazy.compactMap(\.1.coursePackage).first?.rawValue
                table.append(Self.row(place, package: package ?? ""))
            }
            guard self.check.tiers.isEmpty else { continue }
            for (person, registration) in registered
            where registration.identity == .trainee || registration.identity == .groupLeader {
                table.append(
                    Self.row(
                        place,
                        person: person,
                        topics: registration.topics.map(\.rawValue).joined(separator: " ")
                    )
                )
            }
        }
        if !self.check.tiers.isEmpty { try self.addTiers(of: county, to: &table) }
        return table.bytes(as: encoding)
    }

    private func addTiers(of county: County.ID?, to table: inout CSVTable) throws {
        for group in try self.province.studyGroups(in: county, programme: self.check.programme.programme) {
            guard let leader = try (group.leader ?? group.members.first).flatMap({ try self.province.person($0) }),
                let school = try self.province.school(leader.school)
            else { continue }
            table.append(
                Self.row(
                    (self.check.programme.programme.rawValue, school.school.rawValue, school.name.zh),
                    group: group,
                    tier: group.tier?.rawValue ?? ""
                )
            )
        }
    }

    private static func row(
        _ place: (programme: String, school: String, name: String),
        group: ProvinceDatabase.AcceptedGroup? = nil,
        person: PersonRecord? = nil,
        package: String = "",
        tier: String = "",
        topics: String = ""
    ) -> [CSVTable.Cell] {
        SelectionColumn.allCases.map { column in
            let text =
                switch column {
                case .programme: place.programme
                case .school: place.school
                case .schoolName: place.name
                case .studyGroup: group?.studyGroup.rawValue ?? ""
                case .studyGroupName: group?.name ?? ""
                case .person: person?.person.rawValue ?? ""
                case .name: person?.name ?? ""
                case .coursePackage: package
                case .tier: tier
                case .topics: topics
                }
            return .text(text)
        }
    }
}
