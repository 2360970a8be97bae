package import CourseModel

/// A batch of videos: what comes next, what is under way, what became of each.
///
/// A video that is refused does not stop the others. Once something is wrong with the computer nothing more is begun:
/// the next hour of encoding would end the same way.
package struct PublicationBatch: Sendable {
    /// Of each video; `notBegun` until it is finished.
    package private(set) var outcomes: [PublicationOutcome]
    package private(set) var finishedCount = 0
    /// Of the videos' bytes; a video under way counts with the share of its media time that is done.
    package private(set) var doneBytes: Int64 = 0
    /// Begins nothing more.
    private(set) var isOver = false
    private let sizes: [Int64]
    private var done: [Int64]
    private var next = 0

    /// - Parameter sizes: of the videos in bytes, in the order in which they are to be published.
    package init(sizes: [ByteCount]) {
        self.sizes = sizes.map(\.bytes)
        self.done = sizes.map { _ in 0 }
        self.outcomes = sizes.map { _ in .notBegun }
    }

    package var totalBytes: Int64 { self.sizes.reduce(0, +) }

    /// - Parameter isStopped: whether somebody stopped the batch: then nothing more is begun.
    /// - Returns: the video that is under way from now on; nil when there is none to begin.
    package mutating func begin(unless isStopped: Bool = false) -> Int? {
        if isStopped { self.isOver = true }
        guard !self.isOver, self.next < self.sizes.count else { return nil }
        defer { self.next += 1 }
        return self.next
    }

    /// So much of a video's media time is packaged.
    package mutating func advance(_ video: Int, _ done: MediaTime, of total: MediaTime) {
        guard total > .zero else { return }
        let share = Double(min(done, total).milliseconds) / Double(total.milliseconds)
        self.setDone(video, Int64(Double(self.sizes[video]) * share))
    }

    package mutating func finish(_ video: Int, _ outcome: PublicationOutcome) {
        self.outcomes[video] = outcome
        self.finishedCount += 1
        self.setDone(video, self.sizes[video])
        switch outcome {
        case .failed, .stopped: self.isOver = true
        case .published, .refused, .notBegun: break
        }
    }

    private mutating func setDone(_ video: Int, _ bytes: Int64) {
        self.doneBytes += bytes - self.done[video]
        self.done[video] = bytes
    }
}
