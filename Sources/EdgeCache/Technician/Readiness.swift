package import CourseModel

/// Whether the school will have its lessons when they are needed: the first thing a technician wants to know.
package enum Readiness: Hashable, Sendable {
    /// No catalogue has come yet.
    case noCatalogue
    /// The catalogue lists nothing, or its manifests have not come yet.
    case nothingListed
    /// Every lesson is here and verified.
    case held(lessons: Int)
    /// Somebody paused the prefetch, and lessons are missing.
    case paused(missing: Int)
    /// Nothing arrives that a forecast could be made from.
    case unknown(missing: Int)
    /// The last lesson will be here by then, and none of them too late.
    case inTime(readyAt: UTCTime, firstNeededAt: UTCTime?)
    /// So many lessons will be here later than they are needed, or are needed already.
    case late(lessons: Int, readyAt: UTCTime)

    package init(of status: EdgeStatus) {
        let missing = status.releases.filter { !$0.isHeld }
        let forecasts = missing.compactMap(\.readyAtMs)
        let late = missing.filter { $0.isLate || $0.neededAtMs.map { $0 <= status.asOfMs } ?? false }.count
        if status.catalogue == nil {
            self = .noCatalogue
        } else if status.releases.isEmpty {
            self = .nothingListed
        } else if missing.isEmpty {
            self = .held(lessons: status.releases.count)
        } else if status.link.isPaused {
            self = .paused(missing: missing.count)
        } else if let readyAt = forecasts.max(), forecasts.count == missing.count {
            let firstNeededAt = missing.compactMap(\.neededAtMs).min()
            self =
                late > 0
                ? .late(lessons: late, readyAt: readyAt) : .inTime(readyAt: readyAt, firstNeededAt: firstNeededAt)
        } else {
            self = .unknown(missing: missing.count)
        }
    }
}
