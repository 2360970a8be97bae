import Blobs
import CourseModel
import Glibc
import Testing

@Suite struct OpenBlobsTests {
    private let folder = TemporaryFolder()
    private let blobs: BlobDirectory
    private let open: OpenBlobs
    private let digest: Digest

    init() throws {
        self.blobs = try BlobDirectory(path: self.folder.path("blobs"))
        self.open = OpenBlobs(self.blobs)
        self.digest = try self.blobs.write([UInt8](repeating: 7, count: 1_000))
    }

    private func file(upTo end: Int64) throws -> BlobFile? {
        if case .file(let file) = try self.open.file(self.digest, upTo: end) { file } else { nil }
    }

    @Test("A blob's file is opened once")
    func once() throws {
        let file = try #require(try self.file(upTo: 1_000))
        #expect(try self.file(upTo: 10) === file)
    }

    @Test("A file that was cut off is not good for what lies beyond, and good again once it is filled")
    func cutOff() throws {
        let file = try #require(try self.file(upTo: 1_000))
        #expect(truncate(file.path, 400) == 0)
        guard case .cutOff(400) = try self.open.file(self.digest, upTo: 401) else {
            Issue.record("not seen to be cut off")
            return
        }
        #expect(try self.file(upTo: 400) === file)
        _ = try self.blobs.fill(self.digest, sizeBytes: ByteCount(bytes: 1_000))
        #expect(try self.file(upTo: 1_000) != nil)
    }

    @Test("A blob that was removed and came again is read from its new file")
    func replaced() throws {
        let old = try #require(try self.file(upTo: 1_000))
        try self.blobs.remove(self.digest)
        guard case .absent = try self.open.file(self.digest, upTo: 1) else {
            Issue.record("a removed blob is still there")
            return
        }
        _ = try self.blobs.write([UInt8](repeating: 7, count: 1_000))
        let new = try #require(try self.file(upTo: 1_000))
        #expect(new !== old)
    }

    @Test("A few bytes are read where they are in memory")
    func inMemory() throws {
        let file = try #require(try self.file(upTo: 1_000))
        file.bringIntoMemory(0..<1_000)
        var bytes = [UInt8](repeating: 0, count: 10)
        let last = bytes.withUnsafeMutableBytes { file.readFromMemory(at: 990, into: $0) }
        #expect(last == .bytes(10))
        #expect(bytes == [UInt8](repeating: 7, count: 10))
        let beyond = bytes.withUnsafeMutableBytes { file.readFromMemory(at: 991, into: $0) }
        #expect(beyond == .failed)
    }
}
