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

    package var english: String {
        switch self {
        case .county: "county"
        case .countyName: "countyName"
        case .school: "school"
        case .schoolName: "schoolName"
        case .person: "person"
        case .name: "name"
        case .role: "role"
        case .login: "login"
        case .idCard: "idCard"
        case .programme: "programme"
        case .identity: "identity"
        case .subject: "subject"
        case .coursePackage: "coursePackage"
        case .topics: "topics"
        case .studyGroup: "studyGroup"
        case .studyGroupName: "studyGroupName"
        }
    }

    package var isRequired: Bool {
        switch self {
        case .county, .countyName, .school, .schoolName, .person, .name, .role, .login: true
        case .idCard, .programme, .identity, .subject, .coursePackage, .topics, .studyGroup,
            .studyGroupName:
            false
        }
    }
}
