import Blobs
import CourseModel
import Foundation
import MediaPackaging
import Origin
import Testing

@Suite struct PublisherTests {
    private let fixture: OriginFixture
    private let lesson: Lesson.ID

    init() throws {
        self.fixture = try OriginFixture()
        self.lesson = try #require(Lesson.ID("l01"))
        try self.fixture.publish(try ProgrammeImport.read(SampleText.programme).programme)
    }

    private func publish(_ file: String, lesson: Lesson.ID? = nil) throws -> Publisher.Publication {
        let lesson = lesson ?? self.lesson
        return try self.fixture.stores.publisher.publish(
            LessonVideo(name: file, path: file, lesson: lesson, options: .quick),
            validity: OriginFixture.validity,
            now: self.fixture.clock
        ) { _, _ in }
    }

    private var packagingLeftovers: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: self.fixture.file("packaging"))) ?? []
    }

    @Test("A video becomes a signed release whose every chunk has the digest that its manifest says")
    func publishes() throws {
        let publication = try self.publish(try self.fixture.makeVideo("a.mp4"))
        let (blobs, keys) = (self.fixture.stores.blobs, self.fixture.stores.keys)
        let entry = try #require(try self.fixture.stores.catalogue.current?.payload.release(of: self.lesson))
        let bytes = try #require(try blobs.read(entry.manifest, sizeMax: Manifest.sizeMax))
        let manifest = try SignedDocument<Manifest>(verifying: bytes, with: keys.verifying).payload
        #expect(publication.release == entry)
        #expect(manifest.lesson == self.lesson)
        #expect(entry.manifestSizeBytes.bytes == Int64(bytes.count))
        #expect(entry.sizeBytes == manifest.sizeBytes)
        for track in manifest.tracks {
            let file = try #require(try blobs.file(track.blob))
            #expect(file.sizeBytes == track.sizeBytes)
            for (chunk, range) in zip(track.chunks, track.chunkRanges) {
                #expect(Digest(of: try file.read(range)) == chunk.digest)
            }
        }
        #expect(self.packagingLeftovers.isEmpty)
    }

    @Test("The same video again leaves the release as it is; another one makes a new version")
    func again() throws {
        let file = try self.fixture.makeVideo("a.mp4")
        let first = try self.publish(file)
        #expect(!first.isUnchanged)
        let second = try self.publish(file)
        #expect(second.isUnchanged)
        #expect(second.catalogueVersion == first.catalogueVersion)
        let third = try self.publish(try self.fixture.makeVideo("b.mp4", tone: 880))
        #expect(third.catalogueVersion == first.catalogueVersion + 1)
        #expect(third.release.manifest != first.release.manifest)
    }

    @Test("A file that is cut off, or is no video, is refused with a reason, and nothing is published")
    func refuses() throws {
        let whole = try Data(contentsOf: URL(filePath: try self.fixture.makeVideo("a.mp4")))
        let before = try self.fixture.stores.catalogue.current
        for (name, bytes) in [("cut.mp4", whole.prefix(whole.count / 2)), ("text.mp4", Data("no video".utf8))] {
            try bytes.write(to: URL(filePath: self.fixture.file(name)))
            #expect(throws: PackagingError.self) { try self.publish(self.fixture.file(name)) }
        }
        #expect(throws: PackagingError.self) { try self.publish(self.fixture.file("absent.mp4")) }
        #expect(try self.fixture.stores.catalogue.current == before)
        #expect(self.packagingLeftovers.isEmpty)
    }

    @Test("What a publication left that was killed is removed by the next one")
    func abandoned() throws {
        let left = self.fixture.file("packaging/work-7")
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: "\(left)/video"))
        _ = try self.publish(try self.fixture.makeVideo("a.mp4", seconds: 2))
        #expect(self.packagingLeftovers.isEmpty)
    }

    @Test("A lesson that no programme has is refused before anything is read, with the lessons there are")
    func unknownLesson() throws {
        let unknown: Lesson.ID = try #require(Lesson.ID("l99"))
        let error = #expect(throws: PublisherError.self) {
            try self.publish("/absent.mp4", lesson: unknown)
        }
        #expect(error?.description.contains("l01  课例一") == true)
    }

    @Test("A programme that loses a lesson takes its release out of the catalogue")
    func lostLesson() throws {
        let second: Lesson.ID = try #require(Lesson.ID("l02"))
        _ = try self.publish(try self.fixture.makeVideo("a.mp4", seconds: 2), lesson: second)
        let without = SampleText.programme.replacing(
            "- { topic: k2, title: 专题二, hours: 0.5, lessons: [{ lesson: l02, title: 课例二 }] }",
            with: ""
        )
        let catalogue = try self.fixture.publish(try ProgrammeImport.read(without).programme)
        #expect(catalogue.releases.isEmpty)
    }
}
