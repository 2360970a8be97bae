package import CourseModel

/// A column of a table of selections.
package enum SelectionColumn: String, TableColumn {
    case programme = "项目代码"
    case school = "学校代码"
    case schoolName = "学校名称"
    case studyGroup = "研修组编号"
    case studyGroupName = "研修组名称"
    case person = "人员编号"
    case name = "姓名"
    case coursePackage = "课程套餐"
    case tier = "研修档次"
    case topics = "选修专题"

    package var isRequired: Bool { self == .programme || self == .school }
}

/// What one row of a table, or one form of a page, wants to be chosen.
package struct SelectionChange: Hashable, Sendable {
    package enum Choice: Hashable, Sendable {
        /// The course package of a whole school.
        case package(CoursePackage.ID)
        case tier(StudyGroup.ID, SelectionTier.ID)
        case topics(Person.ID, [Topic.ID])
    }

    /// Of the table; nil where it comes from a page.
    package let row: Int?
    package let programme: Programme.ID
    package let school: School.ID
    package let choice: Choice

    package init(row: Int? = nil, programme: Programme.ID, school: School.ID, choice: Choice) {
        self.row = row
        self.programme = programme
        self.school = school
        self.choice = choice
    }
}
