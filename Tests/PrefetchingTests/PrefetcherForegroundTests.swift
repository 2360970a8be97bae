import CourseModel
import Prefetching
import Testing

@Suite struct PrefetcherForegroundTests {
    /// With the run of lesson `a`, chunks 0 to 4, under way.
    private func busy() throws -> Prefetcher {
        var prefetcher = Prefetcher(seed: 1)
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<5)]), at: .zero)
        return prefetcher
    }

    @Test("A chunk that somebody waits for stops the run, and goes before all prefetch")
    func goesFirst() throws {
        var prefetcher = try self.busy()
        let address = Sample.address("b", 7)
        #expect(prefetcher.handle(.foregroundWanted(address), at: .seconds(1)) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(1)) == [.fetchWanted(address)])
        #expect(prefetcher.handle(.chunkVerified(address), at: .seconds(2)) == [])
        #expect(
            prefetcher.handle(.foregroundEnded(address), at: .seconds(2)) == [.fetch(try Sample.run("a", 0..<5))]
        )
    }

    @Test("A hundred who wait for one chunk make one fetch, and those for another wait their turn")
    func once() throws {
        var prefetcher = Prefetcher(seed: 1)
        let (first, second) = (Sample.address("a", 1), Sample.address("a", 2))
        #expect(prefetcher.handle(.foregroundWanted(first), at: .zero) == [.fetchWanted(first)])
        for _ in 0..<99 {
            #expect(prefetcher.handle(.foregroundWanted(first), at: .zero) == [])
        }
        #expect(prefetcher.handle(.foregroundWanted(second), at: .zero) == [])
        _ = prefetcher.handle(.chunkVerified(first), at: .seconds(1))
        #expect(prefetcher.handle(.foregroundEnded(first), at: .seconds(1)) == [.fetchWanted(second)])
        _ = prefetcher.handle(.chunkVerified(second), at: .seconds(2))
        #expect(prefetcher.handle(.foregroundEnded(second), at: .seconds(2)) == [])
    }

    @Test("A chunk whose bytes are coming already is not asked for again")
    func rides() throws {
        var prefetcher = try self.busy()
        #expect(prefetcher.handle(.foregroundWanted(Sample.address("a", 0)), at: .seconds(1)) == [])
        #expect(prefetcher.handle(.chunkVerified(Sample.address("a", 0)), at: .seconds(2)) == [])
    }

    @Test("If the run breaks off under a chunk that somebody waits for, that chunk is fetched at once")
    func ridesUntilCut() throws {
        var prefetcher = try self.busy()
        let address = Sample.address("a", 0)
        _ = prefetcher.handle(.foregroundWanted(address), at: .seconds(1))
        let actions = prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: .seconds(2))
        #expect(actions == [.fetchWanted(address), .wake(at: .seconds(3))])
    }

    @Test("The run that was stopped does not fetch again what the foreground fetched meanwhile")
    func notTwice() throws {
        var prefetcher = try self.busy()
        let address = Sample.address("a", 2)
        _ = prefetcher.handle(.foregroundWanted(address), at: .zero)
        _ = prefetcher.handle(.runFailed(.stopped), at: .zero)
        _ = prefetcher.handle(.chunkVerified(address), at: .seconds(1))
        #expect(
            prefetcher.handle(.foregroundEnded(address), at: .seconds(1)) == [.fetch(try Sample.run("a", 0..<2))]
        )
        #expect(prefetcher.upcoming == [try Sample.run("a", 3..<5)])
    }

    @Test("A wanted chunk is tried again soon after a failure, until nobody waits")
    func retried() throws {
        var prefetcher = Prefetcher(seed: 1)
        let address = Sample.address("a", 1)
        _ = prefetcher.handle(.foregroundWanted(address), at: .zero)
        #expect(
            prefetcher.handle(.foregroundFailed(address, .line(retryAfter: nil)), at: .zero) == [.wake(at: .seconds(1))]
        )
        #expect(prefetcher.handle(.woke, at: .seconds(1)) == [.fetchWanted(address)])
        #expect(prefetcher.handle(.foregroundFailed(address, .stopped), at: .seconds(2)) == [])
        #expect(prefetcher.handle(.woke, at: .seconds(60)) == [])
    }

    @Test("A chunk that failed waits for its next try whatever else comes; others do not wait for it")
    func failedAlone() throws {
        var prefetcher = try self.busy()
        let (failing, other) = (Sample.address("b", 7), Sample.address("b", 8))
        _ = prefetcher.handle(.foregroundWanted(failing), at: .zero)
        _ = prefetcher.handle(.runFailed(.stopped), at: .zero)
        #expect(
            prefetcher.handle(.foregroundFailed(failing, .line(retryAfter: nil)), at: .zero) == [
                .fetch(try Sample.run("a", 0..<5)), .wake(at: .seconds(1)),
            ]
        )
        // The line works; the chunk rests all the same, or run and chunk would stop each other without end.
        #expect(prefetcher.handle(.progress, at: .milliseconds(100)) == [.wake(at: .seconds(1))])
        #expect(prefetcher.handle(.foregroundWanted(other), at: .milliseconds(200)) == [.stop, .wake(at: .seconds(1))])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .milliseconds(300)) == [.fetchWanted(other)])
        #expect(prefetcher.handle(.woke, at: .seconds(1)) == [])
        _ = prefetcher.handle(.chunkVerified(other), at: .seconds(2))
        #expect(prefetcher.handle(.foregroundEnded(other), at: .seconds(2)) == [.fetchWanted(failing)])
    }

    @Test("While nothing comes at all, no wanted chunk is tried before its time")
    func deadLine() throws {
        var prefetcher = Prefetcher(seed: 1)
        let (first, second) = (Sample.address("a", 1), Sample.address("a", 2))
        _ = prefetcher.handle(.foregroundWanted(first), at: .zero)
        _ = prefetcher.handle(.foregroundWanted(second), at: .zero)
        #expect(
            prefetcher.handle(.foregroundFailed(first, .line(retryAfter: .seconds(20))), at: .zero) == [
                .wake(at: .seconds(20))
            ]
        )
        #expect(prefetcher.handle(.woke, at: .seconds(19)) == [.wake(at: .seconds(20))])
        #expect(prefetcher.handle(.woke, at: .seconds(20)) == [.fetchWanted(first)])
    }

    @Test("Who waits for a chunk that came altered never waits longer than after the first time")
    func altered() throws {
        var prefetcher = Prefetcher(seed: 1)
        let address = Sample.address("a", 1)
        _ = prefetcher.handle(.foregroundWanted(address), at: .zero)
        for time in 0..<6 {
            let now = Duration.seconds(30 * time)
            let actions = prefetcher.handle(.foregroundFailed(address, .wrongBytes(address)), at: now)
            #expect(actions == [.wake(at: now + .seconds(30))])
            #expect(prefetcher.handle(.woke, at: now + .seconds(30)) == [.fetchWanted(address)])
        }
    }

    @Test("Paused, chunks that somebody waits for are fetched all the same")
    func whilePaused() throws {
        var prefetcher = Prefetcher(seed: 1, isPaused: true)
        let address = Sample.address("a", 1)
        #expect(prefetcher.handle(.foregroundWanted(address), at: .zero) == [.fetchWanted(address)])
    }

    @Test("A run that is held to a rate makes way even for the chunk that it brings")
    func slowRun() throws {
        var prefetcher = Prefetcher(seed: 1, limit: ByteCount(bytes: 1_000))
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<5)]), at: .zero)
        #expect(prefetcher.handle(.foregroundWanted(Sample.address("a", 0)), at: .seconds(1)) == [.stop])
    }

    @Test("A chunk that nobody waits for any more is stopped, and the one that is wanted instead comes at once")
    func seek() throws {
        var prefetcher = Prefetcher(seed: 1)
        let (first, second) = (Sample.address("a", 1), Sample.address("a", 9))
        _ = prefetcher.handle(.foregroundWanted(first), at: .zero)
        #expect(prefetcher.handle(.foregroundLeft(first), at: .seconds(1)) == [.stopWanted])
        #expect(prefetcher.handle(.foregroundWanted(second), at: .seconds(1)) == [])
        #expect(prefetcher.handle(.foregroundFailed(first, .stopped), at: .seconds(2)) == [.fetchWanted(second)])
        // Nobody waits for what is not under way.
        _ = prefetcher.handle(.foregroundWanted(first), at: .seconds(3))
        #expect(prefetcher.handle(.foregroundLeft(first), at: .seconds(3)) == [])
        #expect(prefetcher.handle(.foregroundEnded(second), at: .seconds(4)) == [])
    }

    @Test("A chunk that is wanted again while it is being stopped is fetched again")
    func wantedAgain() throws {
        var prefetcher = Prefetcher(seed: 1)
        let address = Sample.address("a", 1)
        _ = prefetcher.handle(.foregroundWanted(address), at: .zero)
        _ = prefetcher.handle(.foregroundLeft(address), at: .seconds(1))
        #expect(prefetcher.handle(.foregroundWanted(address), at: .seconds(1)) == [])
        #expect(prefetcher.handle(.foregroundFailed(address, .stopped), at: .seconds(2)) == [.fetchWanted(address)])
        _ = prefetcher.handle(.foregroundLeft(address), at: .seconds(3))
        // The line failed at the moment of the stop: no reason to wait.
        _ = prefetcher.handle(.foregroundWanted(address), at: .seconds(3))
        let actions = prefetcher.handle(.foregroundFailed(address, .line(retryAfter: nil)), at: .seconds(4))
        #expect(actions == [.fetchWanted(address)])
    }

    @Test("What somebody who is watching will want next comes before the plan, and then the plan goes on")
    func ahead() throws {
        var prefetcher = try self.busy()
        let (sound, picture) = (try Sample.run("b", 3..<5), try Sample.run("c", 3..<5))
        #expect(prefetcher.handle(.watched([sound, picture]), at: .seconds(1)) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(1)) == [.fetch(sound)])
        // The same is still wanted: what comes is left to come.
        #expect(prefetcher.handle(.watched([sound, picture]), at: .seconds(2)) == [])
        #expect(prefetcher.handle(.chunkVerified(Sample.address("b", 3)), at: .seconds(3)) == [])
        #expect(prefetcher.handle(.chunkVerified(Sample.address("b", 4)), at: .seconds(3)) == [])
        #expect(prefetcher.handle(.runEnded, at: .seconds(3)) == [.fetch(picture)])
        // They moved on: what comes is not wanted next any more.
        let elsewhere = try Sample.run("c", 20..<22)
        #expect(prefetcher.handle(.watched([elsewhere]), at: .seconds(4)) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(4)) == [.fetch(elsewhere)])
        for chunk in 20..<22 { _ = prefetcher.handle(.chunkVerified(Sample.address("c", chunk)), at: .seconds(5)) }
        #expect(prefetcher.handle(.runEnded, at: .seconds(5)) == [.fetch(picture)])
        _ = prefetcher.handle(.runEnded, at: .seconds(6))
        #expect(prefetcher.current == picture)
    }

    @Test("What is wanted next waits like the plan while the prefetch is paused or the line failed")
    func aheadHeldBack() throws {
        var prefetcher = Prefetcher(seed: 1, isPaused: true)
        let run = try Sample.run("b", 3..<5)
        #expect(prefetcher.handle(.watched([run]), at: .zero) == [])
        #expect(prefetcher.handle(.resumed, at: .seconds(1)) == [.fetch(run)])
        #expect(prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: .seconds(2)) == [.wake(at: .seconds(3))])
        #expect(prefetcher.handle(.woke, at: .seconds(3)) == [.fetch(run)])
    }
}
