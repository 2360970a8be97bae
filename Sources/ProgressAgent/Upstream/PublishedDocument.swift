package import CourseModel

/// A document that the origin publishes anew from time to time; a later one has a higher version.
package protocol VersionedPayload: DocumentPayload {
    var version: Int64 { get }
    /// Where the origin serves it.
    static var path: String { get }
}

extension Catalogue: VersionedPayload {
    package static var path: String { "/v1/catalogue" }
}

extension Roster: VersionedPayload {
    package static var path: String { "/v1/roster" }
}

extension Neighbourhood: VersionedPayload {
    package var version: Int64 { self.issuedAtMs.milliseconds }
    package static var path: String { "/v1/neighbourhood" }
}

extension Statements: VersionedPayload {
    package var version: Int64 { self.asOfMs.milliseconds }
    package static var path: String { "/v1/statements" }
}
