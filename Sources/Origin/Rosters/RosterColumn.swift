/// A column of a roster file: its Chinese heading, or the English one.
package enum RosterColumn: String, TableColumn {
    case county = "县代码"
    case countyName = "县名称"
    case school = "学校代码"
    case schoolName = "学校名称"
    case person = "人员编号"
    case name = "姓名"
    case role = "角色"
    case login = "登录名"
    case idCard = "身份证号"
    case programme = "项目代码"
    case identity = "身份"
    case subject = "学科"
    case coursePackage = "课程套餐"
    case topics = "选修专题"
    case studyGroup = "研修组编号"
    case studyGroupName = "研修组名称"

    package var isRequired: Bool {
        switch self {
        case .county, .countyName, .school, .schoolName, .person, .name, .role, .login: true
        case .idCard, .programme, .identity, .subject, .coursePackage, .topics, .studyGroup,
            .studyGroupName:
            false
        }
    }
}
