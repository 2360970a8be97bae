package import CourseModel

/// The roster as a table: what `RosterReader` reads, without identity card numbers, which are not kept. Brought back as
/// it is, it changes nothing.
package struct RosterExport: Sendable {
    private let province: ProvinceDatabase

    package init(province: ProvinceDatabase) {
        self.province = province
    }

    /// - Parameter county: nil for the whole province.
    package func bytes(of county: County.ID?, as encoding: TableText.Encoding) throws -> [UInt8] {
        let columns = RosterColumn.allCases.filter { $0 != .idCard }
        let counties = Dictionary(try self.province.counties().map { ($0.county, $0.name.zh) }) { first, _ in first }
        let groups = Dictionary(try self.province.studyGroups(in: county).map { ($0.studyGroup, $0.name) }) {
            first,
            _ in first
        }
        var table = CSVTable(header: columns.map(\.rawValue))
        for school in try self.province.schools(in: county) {
            for person in try self.province.people(of: school.school) {
                let registrations: [Registration?] = person.registrations.isEmpty ? [nil] : person.registrations
                for registration in registrations {
                    table.append(
                        columns.map { column in
                            let place =
                                switch column {
                                case .county: school.county.rawValue
                                case .countyName: counties[school.county] ?? school.county.rawValue
                                case .school: school.school.rawValue
                                case .schoolName: school.name.zh
                                default: Self.text(column, person, registration, groups)
                                }
                            return .text(place)
                        }
                    )
                }
            }
        }
        return table.bytes(as: encoding)
    }

    private static func text(
        _ column: RosterColumn,
        _ person: PersonRecord,
        _ registration: Registration?,
        _ groups: [StudyGroup.ID: String]
    ) -> String {
        switch column {
        case .county, .countyName, .school, .schoolName, .idCard: ""
        case .person: person.person.rawValue
        case .name: person.name
        case .role: person.role == .trainee ? "学员" : "网络管理员"
        case .login: person.login
        case .programme: registration?.programme.rawValue ?? ""
        case .identity: registration.map { Self.word(for: $0.identity) } ?? ""
        case .subject: registration?.subject ?? ""
        case .coursePackage: registration?.coursePackage?.rawValue ?? ""
        case .topics: registration?.topics.map(\.rawValue).joined(separator: " ") ?? ""
        case .studyGroup: registration?.studyGroup?.rawValue ?? ""
        case .studyGroupName: registration?.studyGroup.flatMap { groups[$0] } ?? ""
        }
    }

    private static func word(for identity: Registration.Identity) -> String {
        switch identity {
        case .trainee: "学员"
        case .groupLeader: "研修组长"
        case .guide: "指导教师"
        case .expert: "专家"
        }
    }
}
