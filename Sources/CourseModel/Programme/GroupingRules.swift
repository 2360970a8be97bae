/// By what study groups are formed and guides are given to them. Every number differs from plan to plan.
package struct GroupingRules: Hashable, Sendable, Codable {
    /// With whom trainees are put together who are too few in their school and subject.
    package enum Merge: String, Hashable, Sendable, Codable, CaseIterable {
        /// With nobody: the group stays small.
        case none
        /// With near subjects of the same school.
        case subjects
        /// With the same subject of other schools of the county.
        case schools
    }

    /// How many people a group should have.
    package let size: Int64
    /// More people than this no group has.
    package let sizeMax: Int64
    /// Fewer trainees of one school and subject than this are put together with others.
    package let mergeBelow: Int64
    package let merge: Merge
    /// Subjects that are near each other; one that is in none of these is near to what is left.
    package let nearSubjects: [[String]]
    /// The name of a group of one school and subject. `{county}`, `{school}`, `{subject}` and `{serial}` stand for what
    /// they say.
    package let name: String
    /// The same for a group that was put together.
    package let mergedName: String
    /// What `{serial}` becomes; `{n}` in it is the number, from 1.
    package let serial: String
    /// Whether a group that is alone with its name has a serial too.
    package let serialAlone: Bool
    /// Groups that one guide has at most.
    package let groupsPerGuide: Int64
    /// Trainees that one guide has at most; nil: as many as are in the groups.
    package let traineesPerGuide: Int64?

    package init(
        size: Int64,
        sizeMax: Int64,
        mergeBelow: Int64,
        merge: Merge,
        nearSubjects: [[String]],
        name: String,
        mergedName: String,
        serial: String,
        serialAlone: Bool,
        groupsPerGuide: Int64,
        traineesPerGuide: Int64?
    ) {
        self.size = size
        self.sizeMax = sizeMax
        self.mergeBelow = mergeBelow
        self.merge = merge
        self.nearSubjects = nearSubjects
        self.name = name
        self.mergedName = mergedName
        self.serial = serial
        self.serialAlone = serialAlone
        self.groupsPerGuide = groupsPerGuide
        self.traineesPerGuide = traineesPerGuide
    }
}
