import CourseModel
import EdgeCache
import Prefetching

/// The schedule, the choice and the plan, as `PrefetchService` looks after them.
extension SimulatedEdge {
    private static let lookInterval: Duration = .seconds(10)
    /// While nothing is under way, between looks only the clock changes.
    private static let idleInterval: Duration = .seconds(120)
    private static let planInterval: Duration = .seconds(60)

    var outlookLine: PrefetchOutlook.Line {
        let rate = self.process?.meter.rate(at: self.now) ?? self.plan.assumedLine
        return PrefetchOutlook.Line(rate: rate, schedule: self.schedule, now: self.clock.time)
    }

    /// What runs may take now.
    var stretch: LinkSchedule.Stretch {
        let line = self.outlookLine
        let open = LinkSchedule.Stretch(limit: nil, until: nil)
        if self.sabotage == .ignoresWindows { return line.schedule.stretch(at: line.now, line: line.rate.median) }
        return self.process?.grant.stretch(on: line) ?? open
    }

    /// Whether a run may still take bytes: asked of every piece.
    func mayRunGoOn() -> Bool {
        if self.sabotage == .ignoresWindows || self.plan.windows.isEmpty || self.stretch.isOpen { return true }
        self.count(.windowClosed)
        self.handle(.lineGranted(.zero))
        return false
    }

    func look() {
        let stretch = self.stretch
        if !stretch.isOpen, self.process?.bulk != nil { self.count(.windowClosed) }
        self.handle(.lineGranted(self.sabotage == .ignoresWindows ? self.schedule.capBytesPerSecond : stretch.limit))
        let isBusy = self.process.map { $0.bulk != nil || $0.foreground != nil } ?? false
        let interval = isBusy ? Self.lookInterval : Self.idleInterval
        let left = stretch.until.map {
            Duration.milliseconds(($0 - self.clock.time).milliseconds - LineGrant.closingMs)
        }
        let next = self.now + max(.milliseconds(100), min(left ?? interval, interval))
        self.queue.add(.look(self.starts), at: next)
        if let plannedAt = self.process?.plannedAt, next - plannedAt >= Self.planInterval { self.planAgain() }
    }

    /// Makes the index and the disk agree where that was not done, and plans.
    func takeStock() async {
        for track in self.plan.course.allTracks {
            _ = await self.inspect(track)
            if self.disk.stopped != nil { return }
        }
        self.planAgain()
    }

    /// Makes the index and the file of a track agree, unless that was done.
    ///
    /// - Returns: whether they do.
    func inspect(_ track: Track) async -> Bool {
        guard let process else { return false }
        guard process.inspected.insert(track.blob).inserted else { return true }
        do {
            let begunMax = BegunRuns.countMax - process.begun.count
            let finding = try await TrackInspection(keeper: process.keeper).inspect(track, begunMax: begunMax)
            for run in finding.begun { process.begun.put(run, of: track, from: nil) }
            if finding.foundAgain > 0 { self.note("\(finding.foundAgain) chunks found again of \(track.track)") }
            return true
        } catch {
            process.inspected.remove(track.blob)
            self.note("not inspected: \(track.track): \(self.words(error))")
            return false
        }
    }

    /// Chooses a rendition of every lesson anew, and plans from what is held.
    func planAgain() {
        guard let process else { return }
        let (shelf, course) = (process.shelf, self.plan.course)
        let needs = LessonNeeds(programmes: [course.programme], now: self.clock.time)
        let options = shelf.releases.map { LessonOptions(of: $0.manifest) { shelf.heldChunks(of: $0) } }
        let before = shelf.choices.mapValues(\.rendition)
        shelf.choose(
            RenditionChooser(self.plan.rendition).choices(for: options, needs: needs, line: self.outlookLine.low)
        )
        if !before.isEmpty, before != shelf.choices.mapValues(\.rendition) { self.count(.renditionChanged) }
        self.process?.needs = needs
        self.process?.plannedAt = self.now
        let runs = PrefetchPlanner().plan(
            manifests: shelf.releases.map(\.manifest),
            needs: needs,
            chosen: shelf.choices,
            held: { blob in course.track(blob).map { shelf.heldChunks(of: $0) } ?? [] }
        )
        self.handle(.planned(runs))
        if self.process?.plansTwice == true { self.rules.breaks("a chunk is planned twice") }
        if (self.process?.prefetcher.upcoming.count ?? 0) > PrefetchPlanner.runsStandard {
            self.rules.breaks("too many runs are planned")
        }
    }

    func setPaused(_ isPaused: Bool) throws {
        // What a full disk does not take is said to whoever asks; it is not paused then.
        do { try self.process?.keeper.index.setPaused(isPaused) } catch {
            return self.note("not paused: \(self.words(error))")
        }
        self.handle(isPaused ? .paused : .resumed)
    }
}
