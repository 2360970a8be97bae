package import CourseModel

/// What came on one day at the school.
package struct TrafficDay: Hashable, Sendable, Codable {
    /// What the technician's page shows; today is the last.
    package static let daysMax = 30

    /// `2025-07-09`, at the school.
    package let date: String
    /// Its midnight.
    package let startsAtMs: UTCTime
    /// By source: `origin`, `parent`, `peer` or `disc`; none of which nothing came.
    package let bytes: [String: ByteCount]

    package init(date: String, startsAtMs: UTCTime, bytes: [String: ByteCount]) {
        self.date = date
        self.startsAtMs = startsAtMs
        self.bytes = bytes
    }

    package var sum: ByteCount { self.bytes.values.reduce(.zero, +) }
}
