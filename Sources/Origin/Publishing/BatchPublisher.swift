package import CourseModel
import Dispatch
import MediaPackaging
import Synchronization

/// Publishes many videos, several at once; each lesson is in the catalogue as soon as it is packaged.
///
/// There is no state of a batch on the disk but what it has published: a second run finds the releases that were made of
/// the same bytes with the same options, and goes on with the rest.
package struct BatchPublisher: Sendable {
    /// More threads than that only wait for each other.
    package static let jobsMax = 64

    /// What whoever watches is told.
    package struct Progress: Sendable {
        package let doneBytes: Int64
        package let finishedCount: Int
        /// The video that has just been finished.
        package let finished: (video: Int, outcome: PublicationOutcome)?
    }

    private let publisher: Publisher
    private let validity: Duration
    private let now: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - validity: how long edges take a catalogue for up to date.
    ///   - now: the clock.
    package init(publisher: Publisher, validity: Duration, now: @escaping @Sendable () -> UTCTime) {
        self.publisher = publisher
        self.validity = validity
        self.now = now
    }

    /// How many are packaged at once unless somebody says otherwise: one for every two processors.
    ///
    /// An encoder keeps more than one processor busy by itself, but reading, decoding and hashing are one thread a video:
    /// with one video at a time processors idle, with one for each the encoders only get in each other's way and take
    /// twice the memory.
    package static func jobs(processors: Int) -> Int { max(1, processors / 2) }

    package static func size(of videos: [LessonVideo]) -> ByteCount {
        videos.reduce(.zero) { $0 + InputFile.size(of: $1.path) }
    }

    /// Returns when every video is published or refused, or when the batch was stopped.
    ///
    /// - Parameters:
    ///   - jobs: how many at once; more than there are processors is the same as that.
    ///   - isStopped: asked about once a second of media; what is under way is then given up.
    ///   - watch: called by one job at a time.
    /// - Returns: what became of each, in the order of `videos`.
    package func publish(
        _ videos: [LessonVideo],
        jobs: Int,
        isStopped: @Sendable () -> Bool,
        watch: @Sendable (Progress) -> Void
    ) -> [PublicationOutcome] {
        let batch = Mutex(PublicationBatch(sizes: videos.map { InputFile.size(of: $0.path) }))
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, videos.count))) { _ in
            while let video = batch.withLock({ $0.begin(unless: isStopped()) }) {
                let outcome = self.outcome(of: videos[video]) { done, total throws(PackagingError) in
                    if isStopped() { throw PackagingError(.stopped) }
                    batch.withLock {
                        $0.advance(video, done, of: total)
                        watch(Progress($0))
                    }
                }
                batch.withLock {
                    $0.finish(video, outcome)
                    watch(Progress($0, finished: video))
                }
            }
        }
        return batch.withLock { $0.outcomes }
    }

    private func outcome(
        of video: LessonVideo,
        progress: PackagingProgress
    ) -> PublicationOutcome {
        do {
            return .published(
                try self.publisher.publish(video, validity: self.validity, now: self.now, progress: progress)
            )
        } catch {
            return PublicationOutcome(error)
        }
    }
}

extension BatchPublisher.Progress {
    fileprivate init(_ batch: PublicationBatch, finished: Int? = nil) {
        self.doneBytes = batch.doneBytes
        self.finishedCount = batch.finishedCount
        self.finished = finished.map { ($0, batch.outcomes[$0]) }
    }
}
