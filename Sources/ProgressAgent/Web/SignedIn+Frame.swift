import CourseModel
package import HTTPServing

extension SignedIn {
    /// Who stands in the frame of a page.
    package var frame: PageContext.SignedIn {
        PageContext.SignedIn(name: self.account.name, role: "role.\(self.role.rawValue)")
    }
}

extension PageContext.Link {
    /// What a trainee's pages lead to.
    static let ofTrainee = [
        PageContext.Link(title: "lessons.title", path: "/"),
        PageContext.Link(title: "statement.title", path: "/statement"),
        PageContext.Link(title: "agent.password", path: "/password"),
    ]
}
