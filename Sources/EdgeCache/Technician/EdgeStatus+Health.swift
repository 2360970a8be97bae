package import CourseModel
package import HTTPServing
import ProgressAgent

extension EdgeStatus {
    /// Room below which a technician should look: an hour of lessons.
    package static let diskFreeMin = ByteCount(bytes: 500_000_000)

    /// Whether somebody should look at this edge. It serves what it holds whatever is wrong with the line, so it is
    /// never worse than degraded.
    package var health: HealthReport {
        var troubles: [String] = []
        if let trouble = self.origin.trouble { troubles.append("the origin does not answer: \(trouble)") }
        if let trouble = self.link.trouble { troubles.append("lessons do not arrive: \(trouble)") }
        if let trouble = self.journal.trouble { troubles.append("the journal cannot be reported: \(trouble)") }
        if self.catalogue?.isExpired == true { troubles.append("the catalogue is out of date") }
        if self.diskFreeBytes < Self.diskFreeMin { troubles.append("the disk is nearly full") }
        return HealthReport(status: troubles.isEmpty ? .ok : .degraded, troubles: troubles)
    }
}
