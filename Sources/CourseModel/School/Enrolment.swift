/// The origin's answer to a new edge: who it is, and whom to trust from now on.
package struct Enrolment: DocumentPayload {
    package static let documentType = "enrolment"
    package static let sizeMax = 16 << 10

    package let edge: Edge.ID
    package let edgeKey: VerifyingKey
    package let school: School.ID
    package let schoolName: Title
    package let county: County.ID
    package let countyName: Title
    /// The journal's incarnation that this edge writes.
    package let epoch: Int64
    /// Verifies this document and every later one of the origin.
    package let originKey: VerifyingKey
    /// IANA name.
    package let timeZone: String
    package let issuedAtMs: UTCTime

    package init(
        edge: Edge.ID,
        edgeKey: VerifyingKey,
        school: School.ID,
        schoolName: Title,
        county: County.ID,
        countyName: Title,
        epoch: Int64,
        originKey: VerifyingKey,
        timeZone: String,
        issuedAtMs: UTCTime
    ) {
        self.edge = edge
        self.edgeKey = edgeKey
        self.school = school
        self.schoolName = schoolName
        self.county = county
        self.countyName = countyName
        self.epoch = epoch
        self.originKey = originKey
        self.timeZone = timeZone
        self.issuedAtMs = issuedAtMs
    }
}
