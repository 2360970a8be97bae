import CourseModel
import Prefetching
import Testing

@Suite struct PrefetcherTests {
    private func prefetcher(isPaused: Bool = false) -> Prefetcher { Prefetcher(seed: 1, isPaused: isPaused) }

    @Test("One run at a time, in the plan's order, until the plan is used up")
    func inOrder() throws {
        var prefetcher = self.prefetcher()
        let runs = [try Sample.run("a", 0..<2), try Sample.run("b", 0..<1)]
        #expect(prefetcher.handle(.planned(runs), at: .zero) == [.fetch(runs[0])])
        #expect(prefetcher.handle(.chunkVerified(Sample.address("a", 0)), at: .seconds(1)) == [])
        #expect(prefetcher.current == (try Sample.run("a", 1..<2)))
        #expect(prefetcher.handle(.chunkVerified(Sample.address("a", 1)), at: .seconds(2)) == [])
        #expect(prefetcher.handle(.runEnded, at: .seconds(2)) == [.fetch(runs[1])])
        #expect(prefetcher.handle(.chunkVerified(Sample.address("b", 0)), at: .seconds(3)) == [])
        #expect(prefetcher.handle(.runEnded, at: .seconds(3)) == [.idle])
        #expect(prefetcher.handle(.woke, at: .seconds(4)) == [])
    }

    @Test("After a cut the rest of the run goes on, each time later, but never later than five minutes")
    func backoff() throws {
        var prefetcher = self.prefetcher()
        var now = Duration.zero
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<3)]), at: now)
        _ = prefetcher.handle(.chunkVerified(Sample.address("a", 0)), at: now)
        var waits: [Duration] = []
        for _ in 0..<12 {
            let actions = prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: now)
            guard case .wake(let time) = actions.first, actions.count == 1 else {
                Issue.record("\(actions)")
                return
            }
            waits.append(time - now)
            #expect(prefetcher.handle(.woke, at: time - .milliseconds(1)) == [.wake(at: time)])
            now = time
            #expect(prefetcher.handle(.woke, at: now) == [.fetch(try Sample.run("a", 1..<3))])
        }
        #expect(waits[0] == .seconds(1))
        #expect(zip(waits, waits.dropFirst()).prefix(6).allSatisfy { $0 <= $1 })
        #expect(waits.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(300) })
        #expect(waits.suffix(3).allSatisfy { $0 >= .seconds(150) })
    }

    @Test("Two schools do not come back at the same moment")
    func jitter() throws {
        let waits = try [UInt64(1), 2].map { seed in
            var prefetcher = Prefetcher(seed: seed)
            _ = prefetcher.handle(.planned([try Sample.run("a", 0..<1)]), at: .zero)
            var now = Duration.zero
            for _ in 0..<5 {
                for case .wake(let time) in prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: now) {
                    now = time
                }
                _ = prefetcher.handle(.woke, at: now)
            }
            return now
        }
        #expect(waits[0] != waits[1])
    }

    @Test("Bytes that come end the row of failures, and a server's Retry-After is kept")
    func retryAfter() throws {
        var prefetcher = self.prefetcher()
        let run = try Sample.run("a", 0..<3)
        _ = prefetcher.handle(.planned([run]), at: .zero)
        #expect(prefetcher.handle(.runFailed(.line(retryAfter: .seconds(90))), at: .zero) == [.wake(at: .seconds(90))])
        #expect(prefetcher.handle(.woke, at: .seconds(90)) == [.fetch(run)])
        #expect(prefetcher.handle(.progress, at: .seconds(91)) == [])
        #expect(prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: .seconds(92)) == [.wake(at: .seconds(93))])
    }

    @Test("A wrong chunk rests half a minute while the others go, then goes before them")
    func wrongChunkRests() throws {
        var prefetcher = self.prefetcher()
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<3), try Sample.run("b", 0..<2)]), at: .zero)
        #expect(
            prefetcher.handle(.runFailed(.wrongBytes(Sample.address("a", 0))), at: .seconds(5))
                == [.fetch(try Sample.run("a", 1..<3)), .wake(at: .seconds(35))]
        )
        _ = prefetcher.handle(.chunkVerified(Sample.address("a", 1)), at: .seconds(6))
        _ = prefetcher.handle(.chunkVerified(Sample.address("a", 2)), at: .seconds(7))
        #expect(
            prefetcher.handle(.runEnded, at: .seconds(7))
                == [.fetch(try Sample.run("b", 0..<2)), .wake(at: .seconds(35))]
        )
        _ = prefetcher.handle(.chunkVerified(Sample.address("b", 0)), at: .seconds(35))
        #expect(
            prefetcher.handle(.runFailed(.line(retryAfter: nil)), at: .seconds(35)) == [.wake(at: .seconds(36))]
        )
        #expect(prefetcher.handle(.woke, at: .seconds(36)) == [.fetch(try Sample.run("b", 1..<2))])
        _ = prefetcher.handle(.chunkVerified(Sample.address("b", 1)), at: .seconds(37))
        #expect(prefetcher.handle(.runEnded, at: .seconds(37)) == [.fetch(try Sample.run("a", 0..<1))])
    }

    @Test("A chunk that comes wrong again and again rests longer each time")
    func wrongAgain() throws {
        var prefetcher = self.prefetcher()
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<1)]), at: .zero)
        let wrong = Prefetcher.Event.runFailed(.wrongBytes(Sample.address("a", 0)))
        #expect(prefetcher.handle(wrong, at: .zero) == [.wake(at: .seconds(30))])
        _ = prefetcher.handle(.woke, at: .seconds(30))
        #expect(prefetcher.handle(wrong, at: .seconds(30)) == [.wake(at: .seconds(90))])
    }

    @Test("Where everything comes wrong, the line is left alone")
    func everythingWrong() throws {
        var prefetcher = self.prefetcher()
        var actions = prefetcher.handle(.planned([try Sample.run("a", 0..<20)]), at: .zero)
        var fetches = 0
        while case .fetch(let run) = actions.first {
            fetches += 1
            let address = Sample.address("a", run.chunks.lowerBound)
            actions = prefetcher.handle(.runFailed(.wrongBytes(address)), at: .seconds(1))
        }
        #expect(fetches == 8)
    }

    @Test("A track file that the origin does not have rests while others go")
    func absent() throws {
        var prefetcher = self.prefetcher()
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<3), try Sample.run("b", 0..<2)]), at: .zero)
        let absent = Prefetcher.Failure.absent(Sample.address("a", 0).blob)
        #expect(
            prefetcher.handle(.runFailed(absent), at: .zero)
                == [.fetch(try Sample.run("b", 0..<2)), .wake(at: .seconds(300))]
        )
    }

    @Test("A full disk stops everything for a minute")
    func diskFull() throws {
        var prefetcher = self.prefetcher()
        let runs = [try Sample.run("a", 0..<3), try Sample.run("b", 0..<2)]
        _ = prefetcher.handle(.planned(runs), at: .zero)
        #expect(prefetcher.handle(.runFailed(.disk), at: .zero) == [.wake(at: .seconds(60))])
        #expect(prefetcher.handle(.woke, at: .seconds(60)) == [.fetch(runs[0])])
    }

    @Test("Paused, nothing is begun and the run under way is stopped; resumed, it goes on at once")
    func pause() throws {
        var prefetcher = self.prefetcher()
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<3)]), at: .zero)
        #expect(prefetcher.handle(.paused, at: .seconds(1)) == [.stop])
        #expect(prefetcher.handle(.paused, at: .seconds(1)) == [])
        _ = prefetcher.handle(.chunkVerified(Sample.address("a", 0)), at: .seconds(1))
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(2)) == [])
        #expect(prefetcher.handle(.resumed, at: .seconds(9)) == [.fetch(try Sample.run("a", 1..<3))])
    }

    @Test("A prefetcher that was paused when the program stopped begins paused")
    func startsPaused() throws {
        var prefetcher = self.prefetcher(isPaused: true)
        #expect(prefetcher.handle(.planned([try Sample.run("a", 0..<3)]), at: .zero) == [])
    }

    @Test("A new plan without the lesson under way stops it; one with it does not")
    func replanned() throws {
        var prefetcher = self.prefetcher()
        _ = prefetcher.handle(.planned([try Sample.run("a", 0..<3)]), at: .zero)
        #expect(
            prefetcher.handle(.planned([try Sample.run("b", 0..<2), try Sample.run("a", 0..<3)]), at: .zero) == []
        )
        #expect(prefetcher.upcoming == [try Sample.run("b", 0..<2)])
        #expect(prefetcher.handle(.planned([try Sample.run("b", 0..<2)]), at: .zero) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .zero) == [.fetch(try Sample.run("b", 0..<2))])
    }

    @Test(
        "Outside the windows nothing is begun, and a run under way is stopped; a chunk that is wanted comes all the same"
    )
    func closed() throws {
        var prefetcher = Prefetcher(seed: 1, limit: .zero)
        let run = try Sample.run("a", 0..<4)
        #expect(prefetcher.handle(.planned([run]), at: .zero) == [])
        #expect(!prefetcher.wantsLine)
        #expect(prefetcher.handle(.lineGranted(nil), at: .seconds(1)) == [.fetch(run)])
        #expect(prefetcher.wantsLine)
        #expect(prefetcher.handle(.lineGranted(.zero), at: .seconds(2)) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(3)) == [])
        let wanted = Sample.address("a", 2)
        #expect(prefetcher.handle(.foregroundWanted(wanted), at: .seconds(4)) == [.fetchWanted(wanted)])
    }

    @Test("With another limit the run goes on over another connection; with the same nothing happens")
    func anotherLimit() throws {
        var prefetcher = self.prefetcher()
        let run = try Sample.run("a", 0..<4)
        let limit = ByteCount(bytes: 1_000)
        #expect(prefetcher.handle(.planned([run]), at: .zero) == [.fetch(run)])
        #expect(prefetcher.handle(.lineGranted(nil), at: .seconds(1)) == [])
        #expect(prefetcher.handle(.lineGranted(limit), at: .seconds(1)) == [.stop])
        #expect(prefetcher.handle(.runFailed(.stopped), at: .seconds(2)) == [.fetch(run)])
        #expect(prefetcher.handle(.lineGranted(limit), at: .seconds(3)) == [])
    }
}
