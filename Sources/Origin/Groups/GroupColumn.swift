/// A column of a table of study groups: one row a member.
package enum GroupColumn: String, TableColumn {
    case programme = "项目代码"
    case studyGroup = "研修组编号"
    case studyGroupName = "研修组名称"
    case person = "人员编号"
    case name = "姓名"
    case school = "学校代码"
    case schoolName = "学校名称"
    case subject = "学科"
    case leader = "组长"
    case guide = "指导教师"
    case tier = "研修档次"

    package var isRequired: Bool {
        switch self {
        case .programme, .studyGroupName, .person, .leader: true
        case .studyGroup, .name, .school, .schoolName, .subject, .guide, .tier: false
        }
    }
}
