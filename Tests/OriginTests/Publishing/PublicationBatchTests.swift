import CourseModel
import MediaPackaging
import Origin
import Testing

@Suite struct PublicationBatchTests {
    private var batch = PublicationBatch(sizes: [100, 300, 0, 600].map { ByteCount(bytes: $0) })
    private let refused = PublicationOutcome.refused(PackagingError(.truncated))
    private let failed = PublicationOutcome.failed(reason: "cannot-write", message: "the disk is full")

    @Test("Videos are begun in their order, each once; one that is refused does not stop the others")
    mutating func order() {
        #expect(self.batch.begin() == 0)
        #expect(self.batch.begin() == 1)
        self.batch.finish(0, self.refused)
        #expect(self.batch.begin() == 2)
        #expect(self.batch.begin() == 3)
        #expect(self.batch.begin() == nil)
        #expect(self.batch.outcomes.map(\.code) == ["refused", "notBegun", "notBegun", "notBegun"])
    }

    @Test("Progress is counted in bytes, by the share of the media time that is done, and never twice")
    mutating func progress() throws {
        let second = MediaTime(milliseconds: 1000)
        #expect(self.batch.totalBytes == 1000)
        _ = self.batch.begin()
        _ = self.batch.begin()
        self.batch.advance(1, second, of: MediaTime(milliseconds: 3000))
        #expect(self.batch.doneBytes == 100)
        self.batch.advance(1, second, of: second)
        self.batch.advance(1, second, of: .zero)
        #expect(self.batch.doneBytes == 300)
        self.batch.finish(1, self.refused)
        self.batch.finish(0, self.refused)
        #expect(self.batch.doneBytes == 400)
        #expect(self.batch.finishedCount == 2)
    }

    @Test("Once the computer fails, or somebody stops the batch, nothing more is begun, and the rest says so")
    mutating func over() {
        _ = self.batch.begin()
        _ = self.batch.begin()
        self.batch.finish(0, self.failed)
        #expect(self.batch.begin() == nil)
        self.batch.finish(1, self.refused)
        #expect(self.batch.outcomes.map(\.code) == ["failed", "refused", "notBegun", "notBegun"])

        var other = PublicationBatch(sizes: [ByteCount(bytes: 1), ByteCount(bytes: 1)])
        #expect(other.begin(unless: true) == nil)
        #expect(other.begin() == nil)
    }
}
