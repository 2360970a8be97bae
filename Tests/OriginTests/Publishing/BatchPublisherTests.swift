import Blobs
import CourseModel
import Foundation
import MediaPackaging
import Origin
import Synchronization
import Testing

@Suite struct BatchPublisherTests {
    private let fixture: OriginFixture
    private let publisher: BatchPublisher

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.publish(try ProgrammeImport.read(SampleText.programme).programme)
        self.publisher = BatchPublisher(
            publisher: self.fixture.stores.publisher,
            validity: OriginFixture.validity,
            now: self.fixture.clock
        )
    }

    private func videos(_ files: [String]) throws -> [LessonVideo] {
        try files.enumerated().map { index, file in
            let lesson = try #require(Lesson.ID("l0\(index + 1)"))
            return LessonVideo(name: file, path: self.fixture.file(file), lesson: lesson, options: .quick)
        }
    }

    private func publish(
        _ videos: [LessonVideo],
        isStopped: @Sendable () -> Bool = { false },
        watch: @Sendable (BatchPublisher.Progress) -> Void = { _ in }
    ) -> [PublicationOutcome] {
        self.publisher.publish(videos, jobs: 2, isStopped: isStopped, watch: watch)
    }

    @Test("A second run packages only what was not published, and a release of other options is made anew")
    func secondRun() throws {
        try self.fixture.makeVideo("a.mp4")
        try Data("no video".utf8).write(to: URL(filePath: self.fixture.file("b.mp4")))
        let videos = try self.videos(["a.mp4", "b.mp4"])
        let first = self.publish(videos)
        #expect(first.map(\.code) == ["published", "refused"])
        #expect(first[1].reason == "no-video-file")

        try self.fixture.makeVideo("b.mp4", tone: 880)
        let packaged = Mutex<Set<String>>([])
        let second = try videos.map { video in
            try self.fixture.stores.publisher.publish(
                video,
                validity: OriginFixture.validity,
                now: self.fixture.clock
            ) { _, _ in packaged.withLock { _ = $0.insert(video.name) } }
        }
        #expect(second.map(\.isUnchanged) == [true, false])
        #expect(packaged.withLock { $0 } == ["b.mp4"])
        #expect(first[0].publication?.release == second[0].release)

        let others = videos.map { video in
            var options = video.options
            options.language = "en"
            return LessonVideo(name: video.name, path: video.path, lesson: video.lesson, options: options)
        }
        #expect(self.publish(others).map(\.code) == ["published", "published"])
        #expect(self.publish(others).map(\.code) == ["unchanged", "unchanged"])
    }

    @Test("A release that lost a track file is packaged again")
    func lostBlob() throws {
        try self.fixture.makeVideo("a.mp4")
        let videos = try self.videos(["a.mp4"])
        let publication = try #require(self.publish(videos)[0].publication)
        let blobs = self.fixture.stores.blobs
        let bytes = try #require(try blobs.read(publication.release.manifest, sizeMax: Manifest.sizeMax))
        let manifest = try SignedDocument<Manifest>.unverifiedPayload(in: bytes)
        let blob = try #require(manifest.tracks.first?.blob)
        try blobs.remove(blob)
        #expect(self.publish(videos).map(\.code) == ["unchanged"])
        #expect(blobs.isWhole(blob))
    }

    @Test("Stopped, it gives up what is under way, begins nothing more, and keeps what is published")
    func stopped() throws {
        try self.fixture.makeVideo("a.mp4")
        try self.fixture.makeVideo("b.mp4", tone: 880)
        let videos = try self.videos(["a.mp4", "b.mp4"])
        #expect(self.publish([videos[0]]).map(\.code) == ["published"])
        let asked = Atomic(0)
        let outcomes = self.publish([videos[1], videos[0]]) { asked.add(1, ordering: .relaxed).newValue > 2 }
        #expect(outcomes.map(\.code) == ["stopped", "unchanged"] || outcomes.map(\.code) == ["stopped", "notBegun"])
        let left = try FileManager.default.contentsOfDirectory(atPath: self.fixture.file("packaging"))
        #expect(left.isEmpty)
        #expect(try self.fixture.stores.catalogue.current?.payload.releases.count == 1)
    }

    @Test("What is finished is told one by one, with the bytes done")
    func progress() throws {
        try self.fixture.makeVideo("a.mp4")
        let videos = try self.videos(["a.mp4", "absent.mp4"])
        let finished = Mutex<[String]>([])
        let last = Mutex<Int64>(0)
        _ = self.publish(videos, isStopped: { false }) { progress in
            last.withLock { $0 = progress.doneBytes }
            guard let (video, outcome) = progress.finished else { return }
            finished.withLock { $0.append("\(videos[video].name) \(outcome.code)") }
        }
        #expect(Set(finished.withLock { $0 }) == ["a.mp4 published", "absent.mp4 refused"])
        #expect(last.withLock { $0 } == BatchPublisher.size(of: videos).bytes)
    }

    @Test("A data folder that cannot be written ends the batch")
    func dataFolderFails() throws {
        try self.fixture.makeVideo("a.mp4")
        let blocked = self.fixture.file("packaging")
        try Data().write(to: URL(filePath: blocked))
        let outcomes = self.publisher.publish(
            try self.videos(["a.mp4", "a.mp4"]),
            jobs: 1,
            isStopped: { false },
            watch: { _ in }
        )
        #expect(outcomes.map(\.code) == ["failed", "notBegun"])
        #expect(outcomes[0].message?.contains(blocked) == true)
    }
}

extension PackagingOptions {
    /// Nothing is encoded.
    static var quick: PackagingOptions {
        var options = PackagingOptions()
        options.renditions = [.source, .audio]
        options.hasPictures = false
        return options
    }
}
