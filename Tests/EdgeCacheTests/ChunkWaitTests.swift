import CourseModel
import EdgeCache
import Testing

@Suite struct ChunkWaitTests {
    @Test("A player that moves on leaves what it waited for at once; the next chunks and other players leave nothing")
    func movesOn() async throws {
        let shelf = Shelf(held: [:])
        let blob = Digest(of: [])
        let wait = ChunkWait(shelf: shelf, limit: .seconds(3_600)) { address in
            if address.chunk > 1 { shelf.markHeld(address) }
            while !shelf.isHeld(address) { try await Task.sleep(for: .milliseconds(1)) }
        }
        let (one, other) = (try #require(ViewingSession.ID("v1")), try #require(ViewingSession.ID("v2")))
        func isHeld(_ chunk: Int, _ session: ViewingSession.ID) async -> Bool {
            await wait.isHeld(ChunkAddress(blob: blob, chunk: chunk), for: session)
        }
        async let left = isHeld(1, one)
        async let stays = isHeld(1, other)
        try await eventually("both wait") { wait.count == 2 }
        #expect(await isHeld(4, one))
        #expect(wait.count == 2)
        #expect(await isHeld(5, one))
        #expect(await !left)
        #expect(wait.count == 1)
        shelf.markHeld(ChunkAddress(blob: blob, chunk: 1))
        #expect(await stays)
        #expect(wait.count == 0)
    }

    @Test("Of every chunk that came it is told where people are, and of none that did not")
    func watch() async throws {
        let shelf = Shelf(held: [:])
        let (seen, sender) = AsyncStream.makeStream(of: ChunkAddress.self)
        let wait = ChunkWait(shelf: shelf, limit: .milliseconds(20)) { address in
            guard address.chunk == 1 else { return try await Task.sleep(for: .seconds(3_600)) }
            shelf.markHeld(address)
        } watch: {
            sender.yield($0)
        }
        let session = try #require(ViewingSession.ID("v1"))
        let (first, second) = (
            ChunkAddress(blob: Digest(of: []), chunk: 1), ChunkAddress(blob: Digest(of: []), chunk: 2)
        )
        #expect(await wait.isHeld(first, for: session))
        #expect(await !wait.isHeld(second, for: session))
        #expect(await wait.isHeld(first, for: session))
        sender.finish()
        #expect(await seen.reduce(into: []) { $0.append($1) } == [first, first])
    }
}
