package import CourseModel

/// Which rendition of a lesson a school fetches, and why.
package struct RenditionChoice: Hashable, Sendable, Codable {
    /// What decided; the same word in programs, pages and `--json`.
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// The lesson has no other.
        case only
        /// It is here already.
        case whole
        /// The technician chose it.
        case setting
        /// It was begun, and can still be here in time.
        case begun
        /// It is the best, and can be here in time.
        case best
        /// It is the best, and the lesson is needed at no particular time.
        case unhurried
        /// A better one could not be here in time.
        case inTime
        /// Only the sound can be here in time.
        case soundOnly
        /// None can be here in time: the one with a picture that is here soonest.
        case late
    }

    /// What stood in the way of a better one.
    package struct Limit: Hashable, Sendable, Codable {
        /// By when everything up to the lesson that decides is needed.
        package let byMs: UTCTime
        /// What would have to come until then.
        package let neededBytes: ByteCount
        /// What the line brings until then.
        package let carriedBytes: ByteCount

        package init(byMs: UTCTime, neededBytes: ByteCount, carriedBytes: ByteCount) {
            self.byMs = byMs
            self.neededBytes = neededBytes
            self.carriedBytes = carriedBytes
        }
    }

    /// Nil where the release has no renditions.
    package let rendition: Rendition.ID?
    package let reason: Reason
    /// With `inTime`, `soundOnly` and `late`.
    package let limit: Limit?

    package init(rendition: Rendition.ID?, reason: Reason, limit: Limit? = nil) {
        self.rendition = rendition
        self.reason = reason
        self.limit = limit
    }
}
