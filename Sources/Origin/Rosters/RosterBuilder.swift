package import CourseModel

/// Makes the signed roster of a school: the same bytes until something of it changes, then the next version.
package struct RosterBuilder: Sendable {
    private let province: ProvinceDatabase
    private let key: SigningKey

    package init(province: ProvinceDatabase, key: SigningKey) {
        self.province = province
        self.key = key
    }

    /// - Returns: nil where there is no such school.
    package func roster(of school: School.ID, at now: UTCTime) throws -> SignedDocument<Roster>? {
        guard let edition = try self.province.rosterEdition(of: school, at: now) else { return nil }
        let roster = Roster(
            school: school,
            version: edition.version,
            issuedAtMs: edition.issuedAtMs,
            accounts: edition.people.map(\.account),
            studyGroups: edition.studyGroups
        )
        return try SignedDocument(signing: roster, with: self.key)
    }
}
