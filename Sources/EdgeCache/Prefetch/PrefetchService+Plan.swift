import Blobs
package import CourseModel
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
        let needs = self.needs
        self.state.withLock { $0.needs = needs }
        let stored = (try? self.keeper.blobs.stored) ?? [:]
        let runs = self.options.planner.plan(
            manifests: releases.map(\.manifest),
            needs: needs,
            chosen: shelf.choices,
            held: { tracks[$0].map { shelf.heldChunks(of: $0) } ?? [] },
            room: try? self.room,
            hasRoom: { stored[$0] != nil }
        )
        self.handle(.planned(runs))
    }

    /// Must come before anybody asks how much of a lesson is held.
    func chooseRenditions() {
        self.keeper.shelf.choose(
            RenditionChooser(self.options.rendition)
                .choices(for: self.lessonOptions, needs: self.needs, line: self.line.low)
        )
    }

    /// What follows from all that is known now.
    package var outlook: PrefetchOutlook {
        PrefetchOutlook(
            lessons: self.lessonOptions,
            choices: self.keeper.shelf.choices,
            programmes: self.keeper.shelf.programmes,
            needs: self.needs,
            line: self.line,
            hasParent: self.sources.standings.contains { $0.source.kind == .parent }
        )
    }

    /// What the prefetch is doing.
    package var report: PrefetchState {
        let (current, trouble) = self.state.withLock { ($0.prefetcher.current, $0.trouble) }
        let link = self.linkState
        let entries = link.isPaused ? [] : self.outlook.entries
        return PrefetchState(
            link: link,
            rateBytesPerSecond: self.tally.bytesPerSecond,
            fetchedBytes: self.tally.total,
            fetching: current?.lesson,
            trouble: trouble,
            retries: self.retries.sinceStart,
            forecasts: Dictionary(
                entries.compactMap { entry in PrefetchState.Forecast(entry).map { (entry.lesson, $0) } }
            ) { first, _ in first }
        )
    }

    /// The line, and what of it the prefetch has.
    package var linkState: EdgePlan.Link {
        let (line, stretch) = (self.line, self.stretch)
        return EdgePlan.Link(
            lineBytesPerSecond: line.rate.median,
            lineLowBytesPerSecond: line.rate.low,
            isMeasured: self.isLineMeasured,
            isPaused: self.isPaused,
            isOpen: stretch.isOpen,
            limitBytesPerSecond: stretch.limit,
            changesAtMs: stretch.until,
            capBitsPerSecond: self.options.cap,
            windows: self.options.windowsText,
            rendition: self.options.rendition.rawValue
        )
    }

    package var isPaused: Bool { self.state.withLock { $0.prefetcher.isPaused } }

    /// The run under way and those after it.
    package var plan: [PlannedRun] {
        self.state.withLock { state in [state.prefetcher.current].compactMap { $0 } + state.prefetcher.upcoming }
    }

    private var needs: LessonNeeds {
        LessonNeeds(
            programmes: self.keeper.shelf.programmes,
            now: self.now(),
            wishes: self.state.withLock { $0.wishes }
        )
    }

    private var lessonOptions: [LessonOptions] {
        let shelf = self.keeper.shelf
        return shelf.releases.map { LessonOptions(of: $0.manifest) { shelf.heldChunks(of: $0) } }
    }
}

// MARK: - Wishes

extension PrefetchService {
    package var wishes: LessonWishes { self.state.withLock { $0.wishes } }

    /// Puts a lesson before all others, or back to its place; kept over a restart.
    package func setFirst(_ lesson: Lesson.ID, _ isFirst: Bool) throws {
        try self.keeper.index.setFirst(lesson, isFirst)
        try self.wishesChanged()
    }

    /// Keeps a lesson, or lets it go; kept over a restart.
    package func setPinned(_ lesson: Lesson.ID, _ isPinned: Bool) throws {
        try self.keeper.index.setPinned(lesson, isPinned)
        try self.wishesChanged()
    }

    private func wishesChanged() throws {
        let wishes = try self.keeper.index.wishes
        self.state.withLock { $0.wishes = wishes }
        self.planAgain()
        self.changeSender.yield()
    }
}
