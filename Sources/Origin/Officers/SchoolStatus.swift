/// The one word for a school, the most pressing first.
enum SchoolStatus {
    case notEnrolled
    case forked
    case silent
    case late
    case ready
    case filling

    init(_ school: SchoolCompleteness) {
        self =
            if !school.isEnrolled { .notEnrolled } else if school.isForked { .forked } else if school.isSilent {
                .silent
            } else if school.isLate {
                .late
            } else if school.verifiedPermille == 1000 { .ready } else { .filling }
    }

    var messageKey: String {
        switch self {
        case .notEnrolled: "status.notEnrolled"
        case .forked: "status.forked"
        case .silent: "status.silent"
        case .late: "status.late"
        case .ready: "status.ready"
        case .filling: "status.filling"
        }
    }

    /// A class of the style sheet.
    var tone: String {
        switch self {
        case .notEnrolled, .forked, .silent, .late: "bad"
        case .ready: "good"
        case .filling: "warn"
        }
    }
}
