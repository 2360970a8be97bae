import CourseModel
import EdgeCache
import Prefetching
import Testing

@Suite struct ShelfTests {
    @Test("A release is complete when every chunk of every track is held, and not one before")
    func complete() throws {
        let lesson = try SampleLesson("l01")
        let shelf = Shelf(held: [:])
        shelf.stock(releases: [lesson.release], programmes: [])
        let addresses = lesson.manifest.tracks.flatMap { track in
            track.chunks.indices.map { ChunkAddress(blob: track.blob, chunk: $0) }
        }
        for address in addresses {
            #expect(!shelf.isComplete(lesson.manifest))
            shelf.markHeld(address)
            #expect(shelf.isHeld(address))
        }
        #expect(shelf.isComplete(lesson.manifest))
        #expect(shelf.heldBytes(of: lesson.manifest) == lesson.manifest.sizeBytes)
    }

    @Test("A mark for a chunk that the track does not have counts for nothing")
    func strayMark() throws {
        let lesson = try SampleLesson("l01")
        let shelf = Shelf(held: [try lesson.track("video").blob: [1, 99]])
        #expect(shelf.heldBytes(of: lesson.manifest) == ByteCount(bytes: 4_000))
    }

    @Test("A release that was replaced can still be read by who is watching it, under its own name only")
    func superseded() throws {
        let (old, new) = (try SampleLesson("l01"), try SampleLesson("l01", seed: 1))
        let shelf = Shelf(held: [:])
        shelf.stock(releases: [old.release], programmes: [])
        shelf.stock(releases: [new.release], programmes: [])
        #expect(shelf.release(of: old.manifest.lesson) == new.release)
        #expect(shelf.release(old.release.digest, of: old.manifest.lesson) == old.release)
        #expect(shelf.release(old.release.digest, of: try #require(Lesson.ID("l02"))) == nil)
        #expect(shelf.releases == [new.release])
    }

    @Test("Stocking the same releases again supersedes nothing")
    func restocked() throws {
        let lesson = try SampleLesson("l01")
        let shelf = Shelf(held: [:])
        for _ in 0..<3 { shelf.stock(releases: [lesson.release], programmes: []) }
        #expect(shelf.release(lesson.release.digest, of: lesson.manifest.lesson) == lesson.release)
        shelf.stock(releases: [], programmes: [])
        #expect(shelf.releases.isEmpty)
        #expect(shelf.release(of: lesson.manifest.lesson) == nil)
    }

    @Test("Held is what was chosen: another rendition counts for nothing, and is not offered before it is whole")
    func chosenRendition() throws {
        let lesson = try SampleLesson("l01", hasLow: true)
        let shelf = Shelf(held: [:])
        shelf.stock(releases: [lesson.release], programmes: [])
        let low = try lesson.track("low")
        shelf.choose([lesson.manifest.lesson: RenditionChoice(rendition: Rendition.ID("r1"), reason: .inTime)])
        #expect(shelf.tracks(of: lesson.manifest).map(\.track.rawValue) == ["audio", "low"])
        #expect(shelf.playable(of: lesson.manifest).map(\.rendition.rawValue) == ["r1"])
        for track in [low, try lesson.track("audio")] {
            for chunk in track.chunks.indices { shelf.markHeld(ChunkAddress(blob: track.blob, chunk: chunk)) }
        }
        #expect(shelf.isComplete(lesson.manifest))
        #expect(shelf.heldBytes(of: lesson.manifest) == shelf.sizeBytes(of: lesson.manifest))
        shelf.choose([lesson.manifest.lesson: RenditionChoice(rendition: Rendition.ID("r0"), reason: .best)])
        #expect(!shelf.isComplete(lesson.manifest))
        #expect(shelf.heldBytes(of: lesson.manifest) == (try lesson.track("audio").sizeBytes))
        #expect(shelf.playable(of: lesson.manifest).map(\.rendition.rawValue) == ["r0", "r1"])
    }
}
