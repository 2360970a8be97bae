package import Configuration
package import CourseModel
package import ProgressAgent
import Transfer

/// Makes a computer a school's edge, from the command line.
package enum EdgeEnrolment {
    /// What `lectern-edge enrol --json` prints.
    package struct Result: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let school: School.ID
        package let schoolName: Title
        package let county: County.ID
        package let countyName: Title
        package let origin: String

        package init(_ identity: EdgeIdentity) {
            self.edge = identity.edge
            self.school = identity.enrolment.school
            self.schoolName = identity.enrolment.schoolName
            self.county = identity.enrolment.county
            self.countyName = identity.enrolment.countyName
            self.origin = identity.originURL
        }
    }

    /// - Parameters:
    ///   - settings: where the way to the origin is read from (`TransferRoute`).
    ///   - data: the data folder; made where there is none.
    /// - Throws: `EnrolmentError`, or what the line or the disk threw.
    package static func enrol(
        originURL: String,
        code: String,
        settings: ConfigReader,
        data: String
    ) async throws -> EdgeIdentity {
        try await Enroller(
            connection: TransferConnection(options: TransferOptions(route: TransferRoute(reader: settings)))
        )
        .enrol(originURL: originURL, code: code, into: IdentityFolder(data: data))
    }
}
