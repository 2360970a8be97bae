import CourseModel
package import Prefetching
import Synchronization

/// What is to come, in which order and when, as far as can be told.
extension PrefetchService {
    /// Chooses a rendition of every lesson anew, and plans from what is held.
    func planAgain() {
        self.chooseRenditions()
        let shelf = self.keeper.shelf
        let releases = shelf.releases
        let tracks = Dictionary(releases.flatMap(\.manifest.tracks).map { ($0.blob, $0) }) { first, _ in first }
        let choices = releases.compactMap { release in
            shelf.choice(of: release.manifest.lesson).map { (release.manifest.lesson, $0) }
        }
        let runs = self.options.planner.plan(
            manifests: releases.map(\.manifest),
            needs: LessonNeeds(programmes: shelf.programmes, now: self.now()),
            chosen: Dictionary(choices) { first, _ in first },
            held: { tracks[$0].map { shelf.heldChunks(of: $0) } ?? [] }
        )
        self.handle(.planned(runs))
    }

    /// Must come before anybody asks how much of a lesson is held.
    func chooseRenditions() {
        let shelf = self.keeper.shelf
        let now = self.now()
        let measured = self.tally.steadyBytesPerSecond
        let choices = RenditionChooser(self.options.rendition).choices(
            for: shelf.releases.map { LessonOptions(of: $0.manifest) { shelf.heldChunks(of: $0) } },
            needs: LessonNeeds(programmes: shelf.programmes, now: now),
            line: LinkForecast(
                now: now,
                bytesPerSecond: measured > .zero ? measured : self.options.assumedBytesPerSecond
            )
        )
        shelf.choose(choices)
    }
}

// MARK: - For the status

extension PrefetchService {
    /// What the prefetch is doing.
    package var report: PrefetchState {
        let now = self.now()
        let releases = self.keeper.shelf.releases
        let left = releases.map {
            (
                $0.manifest.lesson,
                self.keeper.shelf.sizeBytes(of: $0.manifest) - self.keeper.shelf.heldBytes(of: $0.manifest)
            )
        }
        let (current, trouble, isPaused) = self.state.withLock {
            ($0.prefetcher.current, $0.trouble, $0.prefetcher.isPaused)
        }
        var report = PrefetchState()
        report.rateBytesPerSecond = self.tally.bytesPerSecond
        report.fetching = current?.lesson
        report.trouble = trouble
        report.readyAt = ReadinessForecast.readyTimes(
            left: Dictionary(left) { first, _ in first },
            needs: LessonNeeds(programmes: self.keeper.shelf.programmes, now: now),
            goodput: self.tally.steadyBytesPerSecond,
            isPaused: isPaused,
            now: now
        )
        return report
    }

    /// The run under way and those after it.
    package var plan: [PlannedRun] {
        self.state.withLock { state in [state.prefetcher.current].compactMap { $0 } + state.prefetcher.upcoming }
    }
}
