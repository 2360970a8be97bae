/// The one word for a school, the most pressing first.
enum SchoolStatus {
    case notEnrolled
    case silent
    case late
    case ready
    case filling

    init(_ school: SchoolCompleteness) {
        self =
            if !school.isEnrolled { .notEnrolled } else if school.isSilent { .silent } else if school.isLate {
                .late
            } else if school.verifiedPermille == 1000 { .ready } else { .filling }
    }

    var messageKey: String {
        switch self {
        case .notEnrolled: "status.notEnrolled"
        case .silent: "status.silent"
        case .late: "status.late"
        case .ready: "status.ready"
        case .filling: "status.filling"
        }
    }

    /// A class of the style sheet.
    var tone: String {
        switch self {
        case .notEnrolled, .silent, .late: "bad"
        case .ready: "good"
        case .filling: "warn"
        }
    }
}
