import CourseModel

extension Range where Bound == MediaTime {
    static func media(_ lower: Int64, _ upper: Int64) -> Range {
        MediaTime(milliseconds: lower)..<MediaTime(milliseconds: upper)
    }
}

extension Range where Bound == AgentTime {
    static func wall(_ lower: Int64, _ upper: Int64) -> Range {
        AgentTime(milliseconds: lower)..<AgentTime(milliseconds: upper)
    }
}
