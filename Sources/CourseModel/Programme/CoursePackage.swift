/// The set of sections that a school chooses (A or B).
package struct CoursePackage: Hashable, Sendable, Codable {
    package typealias ID = Identifier<CoursePackage>

    package let coursePackage: ID
    package let title: Title

    package init(coursePackage: ID, title: Title) {
        self.coursePackage = coursePackage
        self.title = title
    }
}
