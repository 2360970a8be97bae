package import CourseModel

/// One-time codes by which a computer becomes a school's edge.
///
/// Only a code's digest is kept: whoever reads the database cannot enrol with it.
package struct Invitations: Sendable {
    package static let validityHoursDefault = 7 * 24
    package static let validityHoursMax = 90 * 24

    package struct Invitation: Hashable, Sendable {
        package let code: InvitationCode
        package let school: School.ID
        package let expiresAtMs: UTCTime
    }

    private static let memoryMs: Int64 = 30 * 86_400_000

    private let province: ProvinceDatabase
    private let keys: OriginKeys
    private let timeZone: String

    /// - Parameter timeZone: of the province, IANA name; edges show times in it.
    package init(province: ProvinceDatabase, keys: OriginKeys, timeZone: String) {
        self.province = province
        self.keys = keys
        self.timeZone = timeZone
    }

    /// - Throws: `ProvinceError.unknownSchool`.
    package func invite(
        _ school: School.ID,
        validityHours: Int = Self.validityHoursDefault,
        at now: UTCTime
    ) throws -> Invitation {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<10).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let code = InvitationCode(secret: secret, originKey: self.keys.verifying)
        let expires = UTCTime(milliseconds: now.milliseconds + Int64(validityHours) * 3_600_000)
        try self.province.forgetInvitations(
            expiredBefore: UTCTime(milliseconds: now.milliseconds - Self.memoryMs)
        )
        try self.province.keepInvitation(
            codeDigest: code.digest,
            school: school,
            createdAtMs: now,
            expiresAtMs: expires
        )
        return Invitation(code: code, school: school, expiresAtMs: expires)
    }

    /// Trades a code for an identity. The same code with the same key brings the same answer again, at any time.
    ///
    /// - Throws: `InvitationError`.
    package func enrol(_ request: EnrolmentRequest, at now: UTCTime) throws -> SignedDocument<Enrolment> {
        guard let code = InvitationCode(typed: request.code) else { throw InvitationError.refused }
        switch try self.province.redeem(codeDigest: code.digest, key: request.edgeKey, at: now) {
        case .edge(let edge):
            return try SignedDocument(signing: try self.enrolment(of: edge), with: self.keys.signing)
        case .unknown, .used:
            throw InvitationError.refused
        case .expired:
            throw InvitationError.expired
        }
    }

    private func enrolment(of edge: EdgeRecord) throws -> Enrolment {
        guard let school = try self.province.school(edge.school), let county = try self.province.county(school.county)
        else { throw ProvinceDatabaseError(table: "edge", column: "school") }
        return Enrolment(
            edge: edge.edge,
            edgeKey: edge.key,
            school: school.school,
            schoolName: school.name,
            county: county.county,
            countyName: county.name,
            epoch: edge.epoch,
            originKey: self.keys.verifying,
            timeZone: self.timeZone,
            issuedAtMs: edge.enrolledAtMs
        )
    }
}

/// Why a code makes nobody an edge.
package enum InvitationError: Error, Hashable, Sendable {
    /// No such code, or another edge has used it: which of the two is not said.
    case refused
    case expired
}
