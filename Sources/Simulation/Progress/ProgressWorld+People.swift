import CourseModel
import Crediting
import GRDB
import ProgressAgent

/// What people do at their seats.
extension ProgressWorld {
    private static let segmentMs: Int64 = 5_000
    private static let segmentBytes: Int64 = 100
    /// As `ViewingController` has it.
    private static let beatsMax = 100

    /// Somebody opens a lesson.
    func openLesson() async throws {
        guard let number = self.plan.trainees.indices.randomElement(using: &self.random) else { return }
        let trainee = self.plan.trainees[number]
        let open = self.players.filter { $0.trainee == trainee.person && $0.isOpen }
        let own = self.present.filter { self.computers[$0].school == trainee.school }
        guard trainee.isPlain ? open.isEmpty : open.count < 3 else { return }
        // A plain trainee has one computer, or what has taken its place.
        let seat = trainee.isPlain ? own[number / 2 % min(own.count, 2)] : self.pick(self.present)
        guard let seat, self.isReached(seat), let lesson = self.pick(self.plan.lessons) else { return }
        if trainee.isPlain,
            let other = self.players.first(where: { $0.trainee == trainee.person })?.computer, other != seat
        {
            return
        }
        let isHonest = trainee.isPlain || self.chance(1, in: 2)
        let manner = isHonest ? .honest : self.pick(SimulatedPlayer.Manner.allCases) ?? .honest
        if !open.isEmpty { self.count(.secondSeat) }
        if self.computers[seat].school != trainee.school { self.count(.stranger) }
        if manner != .honest { self.count(.cheat) }
        try await self.open(lesson, by: trainee, at: seat, manner)
    }

    private func open(
        _ lesson: Lesson.ID,
        by trainee: ProgressPlan.Trainee,
        at seat: Int,
        _ manner: SimulatedPlayer.Manner
    ) async throws {
        guard let process = self.computers[seat].process, let durationMs = self.plan.durations[lesson] else { return }
        let clockMs = self.number(-1_000_000...1_000_000)
        let play = try ViewingSession.ID(named: "v\(self.players.count)")
        let start = process.clock.now
        let viewing = ViewingOpened(
            play: play,
            trainee: trainee.person,
            lesson: lesson,
            manifest: Digest(of: []),
            startMs: start
        )
        do {
            let begin = try await process.journal.open(
                viewing,
                durationMs: durationMs,
                offsetMs: start.milliseconds - (self.nowMs + clockMs),
                maxRatePermille: self.plan.programme.ruleSet.maxRatePermille
            )
            var player = SimulatedPlayer(
                trainee: trainee.person,
                isPlain: trainee.isPlain,
                computer: seat,
                lesson: lesson,
                durationMs: durationMs.milliseconds,
                play: play,
                manner: manner,
                clockMs: clockMs,
                openedMs: self.nowMs,
                heardMs: self.nowMs,
                playedUntilMs: self.nowMs
            )
            player.positionMs = begin.resumeMs.milliseconds
            player.fetchedMs = player.positionMs
            self.players.append(player)
            self.note("\(trainee.person) opens \(lesson) as \(play) at \(self.computers[seat].name), \(manner)")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            self.count(.fullDisk)
        } catch JournalError.tooManyViewings {
            self.note("\(trainee.person) opens too many")
        }
    }

    /// A page plays on and sends what it has.
    func tick(_ index: Int) async throws {
        let computer = self.players[index].computer
        let isReached = self.isReached(computer)
        let cause: Heartbeat.Cause = self.chance(1, in: 8) ? .pause : .tick
        let fetched = self.players[index].play(until: self.nowMs, isReached: isReached, cause: cause)
        if let fetched, isReached { self.serve(fetched, to: self.players[index]) }
        try await self.deliver(index)
    }

    private func serve(_ media: Range<Int64>, to player: SimulatedPlayer) {
        let segments = (player.durationMs + Self.segmentMs - 1) / Self.segmentMs
        let first = media.lowerBound / Self.segmentMs
        let last = min((media.upperBound + Self.segmentMs - 1) / Self.segmentMs, segments)
        let digest = Digest(of: [])
        let chunks = (0...segments).map { number in
            let left = player.durationMs - (number - 1) * Self.segmentMs
            return Chunk(
                digest: digest,
                sizeBytes: ByteCount(bytes: Self.segmentBytes),
                durationTicks: number == 0 ? 0 : min(Self.segmentMs, left)
            )
        }
        guard let track = Track.ID("audio"), first < last else { return }
        let sound = Track(
            track: track,
            codec: "mp4a.40.2",
            language: "zh",
            timescale: 1_000,
            startTicks: 0,
            audio: Track.Audio(channels: 1, sampleRateHertz: 48_000),
            blob: digest,
            initSizeBytes: ByteCount(bytes: Self.segmentBytes),
            chunks: chunks,
            peakBitsPerSecond: Bitrate(bitsPerSecond: 1_000),
            averageBitsPerSecond: Bitrate(bitsPerSecond: 1_000)
        )
        let bytes = (first + 1) * Self.segmentBytes..<(last + 1) * Self.segmentBytes
        self.computers[player.computer].process?.served?.note(player.play, sound, bytes)
    }

    /// A page sends its beats, until they are answered.
    func deliver(_ index: Int, isClosing: Bool = false) async throws {
        let player = self.players[index]
        guard self.isReached(player.computer), isClosing || !player.pending.isEmpty else { return }
        if self.sabotage == .losesLastCommit {
            self.undurable[player.computer] = try self.computers[player.computer].disk.image()
        }
        guard let kept = try await self.send(player.pending, index, isClosing: isClosing) else { return }
        if self.chance(1, in: 12) {
            self.count(.messageTwice)
            let again = try await self.send(player.pending, index, isClosing: isClosing)
            if again?.kept != kept.kept { self.breaks("a message of \(player.play) is answered in two ways") }
        }
        if self.chance(1, in: 12) { return self.count(.answerLost) }
        self.players[index].take(kept, at: self.nowMs)
        try await self.expectKept(index)
    }

    /// Sends a message.
    ///
    /// - Returns: nil where it was not answered.
    func send(_ beats: [Heartbeat], _ index: Int, isClosing: Bool = false) async throws -> KeptHeartbeats? {
        let player = self.players[index]
        guard let process = self.computers[player.computer].process else { return nil }
        do {
            let kept = try await process.journal.keep(
                Array(beats.prefix(Self.beatsMax)),
                of: player.play,
                by: player.trainee,
                position: MediaTime(milliseconds: player.positionMs),
                isClosing: isClosing,
                now: process.clock.now
            )
            self.players[index].note(kept, at: self.nowMs)
            if !kept.refused.isEmpty { self.count(.refused) }
            if player.isPlain, kept.refused.contains(where: { $0.reason == .clock }) {
                self.breaks("\(player.play) only watches, and is refused: its clock")
            }
            return kept
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            self.count(.fullDisk)
        } catch JournalError.noSuchViewing {
            // The disk is another one: the page opens the lesson anew.
            self.players[index].leave()
        }
        return nil
    }

    /// What a page was told is kept stands in what another connection reads of the journal.
    private func expectKept(_ index: Int) async throws {
        let player = self.players[index]
        var media = try await self.journalMedia(of: player)
        if player.acknowledged.ranges.contains(where: { !media.gaps(in: $0).isEmpty }) {
            // An older disk may lack what the province has.
            media.formUnion(try await self.ledgerMedia(of: player))
        }
        for range in player.acknowledged.ranges where !media.gaps(in: range).isEmpty {
            self.breaks("\(player.play) was told that \(range) is kept, and it is not in the journal")
        }
    }

    /// Somebody sends old beats again, as they were or with other figures.
    func replayBeats(changed: Bool) async throws {
        let senders = self.players.indices.filter { !self.players[$0].sent.isEmpty }
        guard let index = self.pick(senders), self.isReached(self.players[index].computer) else { return }
        self.count(changed ? .changedBeat : .messageTwice)
        let beats = self.players[index].sent.suffix(5).map { beat in
            let end = changed ? beat.mediaEndMs.milliseconds + 500_000 : beat.mediaEndMs.milliseconds
            return Heartbeat(
                beat: beat.beat,
                mediaMs: (beat.mediaBeginMs.milliseconds, end),
                playerMs: (beat.playerBeginMs, beat.playerEndMs),
                cause: beat.cause
            )
        }
        _ = try await self.send(beats, index)
    }
}
