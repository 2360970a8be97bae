package import CourseModel

/// Who this edge is, and which origin it trusts: what enrolment gave it.
package struct EdgeIdentity: Sendable {
    package let enrolment: Enrolment
    /// Where the origin is, without a slash at the end.
    package let originURL: String
    /// The edge's own key; it never leaves this computer.
    package let key: SigningKey

    package init(enrolment: Enrolment, originURL: String, key: SigningKey) {
        self.enrolment = enrolment
        self.originURL = originURL
        self.key = key
    }

    package var edge: Edge.ID { self.enrolment.edge }
    package var originKey: VerifyingKey { self.enrolment.originKey }
}
