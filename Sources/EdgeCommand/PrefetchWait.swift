import CommandInterface
import CourseModel
import EdgeCache
import HTTPServing
import ProgressAgent

/// Watches a running edge until it holds what is waited for, and says on the terminal how far it is.
struct PrefetchWait {
    private static let interval: Duration = .milliseconds(300)

    let control: EdgeControl
    /// Nil for every lesson that the catalogue lists.
    let lesson: Lesson.ID?
    let limit: Duration?

    func run() async throws {
        let start = ContinuousClock.now
        var bar: ProgressBar?
        var total = ByteCount.zero
        var lastWords: String?
        while true {
            let status = try await self.control.status()
            let releases = try self.awaited(in: status)
            let size = releases.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
            if size != total {
                total = size
                bar = ProgressBar("prefetch", total: size.bytes)
            }
            bar?.update(releases.reduce(ByteCount.zero) { $0 + $1.heldBytes }.bytes)
            if status.catalogue?.isStocked == true, releases.allSatisfy(\.isHeld) {
                bar?.finish()
                print("held and verified: lessons \(releases.count), \(QuantityText.bytes(size))")
                return
            }
            if let limit, ContinuousClock.now - start >= limit {
                bar?.finish()
                throw PrefetchWaitError.timeIsOver(self.obstacle(in: status) ?? "the lessons are still arriving")
            }
            let words = self.obstacle(in: status)
            if let words, words != lastWords { StandardError.write("\(words); waiting\n") }
            lastWords = words
            try await Task.sleep(for: Self.interval)
        }
    }

    private func awaited(in status: EdgeStatus) throws -> [EdgeStatus.Release] {
        guard let lesson = self.lesson else { return status.releases }
        let releases = status.releases.filter { $0.lesson == lesson }
        guard !releases.isEmpty || status.catalogue?.isStocked != true else {
            throw PrefetchWaitError.noSuchLesson(lesson)
        }
        return releases
    }

    /// What keeps the lessons from arriving, in words; nil where nothing does.
    private func obstacle(in status: EdgeStatus) -> String? {
        if status.link.isPaused { return "the prefetch is paused: lectern-edge prefetch --resume" }
        if let trouble = status.origin.trouble { return "the origin does not answer (\(trouble))" }
        if let trouble = status.link.trouble { return "lessons do not arrive (\(trouble))" }
        return status.catalogue == nil ? "no catalogue has come yet" : nil
    }
}

/// Why waiting ended without what was waited for.
enum PrefetchWaitError: Error, CustomStringConvertible {
    case noSuchLesson(Lesson.ID)
    case timeIsOver(String)

    var description: String {
        switch self {
        case .noSuchLesson(let lesson): "\(NoSuchLesson(lesson: lesson))"
        case .timeIsOver(let reason): "not all here in time: \(reason)"
        }
    }
}
