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
    ///
    /// - Parameter spare: the least time between when a lesson will be here and when it is needed.
    case inTime(readyAt: UTCTime, firstNeededAt: UTCTime?, spare: UTCTime?)
    /// So many lessons will be here later than they are needed, or are needed already.
    ///
    /// - Parameter by: how late the latest of them is.
    case late(lessons: Int, by: UTCTime, readyAt: UTCTime)

    package init(of status: EdgeStatus) {
        let missing = status.releases.filter { !$0.isHeld }
        let late = missing.filter { $0.isLate || $0.neededAtMs.map { $0 <= status.asOfMs } ?? false }.count
        if status.catalogue == nil {
            self = .noCatalogue
        } else if status.releases.isEmpty {
            self = .nothingListed
        } else if missing.isEmpty {
            self = .held(lessons: status.releases.count)
        } else if status.link.isPaused {
            self = .paused(missing: missing.count)
        } else if let readyAt = status.readyAtMs {
            let firstNeededAt = missing.compactMap(\.neededAtMs).min()
            let spare = status.spareMs
            self =
                late > 0
                ? .late(lessons: late, by: max(.zero, .zero - (spare ?? .zero)), readyAt: readyAt)
                : .inTime(readyAt: readyAt, firstNeededAt: firstNeededAt, spare: spare)
        } else {
            self = .unknown(missing: missing.count)
        }
    }
}
