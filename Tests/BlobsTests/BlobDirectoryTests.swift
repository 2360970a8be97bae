import Blobs
import CourseModel
import Foundation
import Testing

@Suite struct BlobDirectoryTests {
    private let folder: TemporaryFolder
    private let blobs: BlobDirectory

    init() throws {
        self.folder = TemporaryFolder()
        self.blobs = try BlobDirectory(path: self.folder.path("blobs"))
    }

    private func write(_ bytes: [UInt8], at offset: Int64, to fill: BlobFill) throws {
        try bytes.withUnsafeBytes { try fill.write($0, at: offset) }
    }

    @Test("Bytes are kept under their digest, and read again as they were")
    func write() throws {
        let digest = try self.blobs.write([1, 2, 3])
        #expect(digest == Digest(of: [1, 2, 3]))
        #expect(try self.blobs.read(digest, sizeMax: 3) == [1, 2, 3])
        #expect(try self.blobs.write([1, 2, 3]) == digest)
        #expect(try self.blobs.read(Digest(of: [4]), sizeMax: 3) == nil)
        #expect(throws: FileError("read", try self.path(of: digest), code: EFBIG)) {
            try self.blobs.read(digest, sizeMax: 2)
        }
        #expect(self.blobs.isWhole(digest))
    }

    private func path(of digest: Digest) throws -> String {
        try #require(try self.blobs.file(digest)).path
    }

    @Test("A blob is filled in any order, readable meanwhile, and whole only when that is said")
    func fill() throws {
        let digest = Digest(of: [1, 2, 3, 4])
        let fill = try self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 4))
        try self.write([3, 4], at: 2, to: fill)
        let early = try #require(try self.blobs.file(digest))
        #expect(early.sizeBytes == ByteCount(bytes: 4))
        #expect(try early.read(2..<4) == [3, 4])
        #expect(try self.blobs.read(digest, sizeMax: 4) == nil)
        try self.write([1, 2], at: 0, to: fill)
        try fill.sync()
        try self.blobs.complete(digest)
        try self.blobs.complete(digest)
        #expect(try self.blobs.read(digest, sizeMax: 4) == [1, 2, 3, 4])
        #expect(try early.read(0..<4) == [1, 2, 3, 4])
    }

    @Test("A fill that is opened again keeps what was written")
    func reopenFill() throws {
        let digest = Digest(of: [9])
        try self.write([7], at: 1, to: try self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 3)))
        #expect(try self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 3)).read(1..<2) == [7])
    }

    @Test("A whole blob that is filled again is one file, with what it had")
    func fillWhole() throws {
        let digest = try self.blobs.write([1, 2, 3, 4])
        let fill = try self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 4))
        #expect(!self.blobs.isWhole(digest))
        #expect(try fill.read(0..<4) == [1, 2, 3, 4])
        try self.blobs.complete(digest)
        #expect(try self.blobs.read(digest, sizeMax: 4) == [1, 2, 3, 4])
    }

    @Test("A fill for which there is no room leaves a file as it was, or none")
    func noRoom() throws {
        let digest = Digest(of: [1, 2])
        let tooLarge = ByteCount(bytes: 1 << 60)
        #expect(throws: FileError.self) { try self.blobs.fill(digest, sizeBytes: tooLarge) }
        #expect(try self.blobs.file(digest) == nil)
        try self.write([1, 2], at: 0, to: self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 2)))
        #expect(throws: FileError.self) { try self.blobs.fill(digest, sizeBytes: tooLarge) }
        #expect(try self.blobs.file(digest)?.read(0..<2) == [1, 2])
    }

    @Test("Nothing is written outside a blob")
    func outside() throws {
        let fill = try self.blobs.fill(Digest(of: [9]), sizeBytes: ByteCount(bytes: 3))
        for offset in [Int64(-1), 2] {
            #expect(throws: FileError.self) { try self.write([1, 2], at: offset, to: fill) }
        }
    }

    @Test("A blob that does not fit on the disk is refused before a byte of it is written")
    func diskFull() throws {
        let digest = Digest(of: [9])
        let error = #expect(throws: FileError.self) {
            try self.blobs.fill(digest, sizeBytes: ByteCount(bytes: 1 << 50))
        }
        #expect(error?.isDiskFull == true || error?.code == EFBIG)
        #expect(try self.blobs.freeBytes > .zero)
    }

    @Test("A file is taken over as a blob, and the bytes that were found wrong make it unfinished again")
    func adopt() throws {
        let path = self.folder.path("file")
        try Data([5, 6]).write(to: URL(filePath: path))
        let digest = Digest(of: [5, 6])
        try self.blobs.adopt(fileAt: path, as: digest)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try self.blobs.read(digest, sizeMax: 2) == [5, 6])
        try self.blobs.reopen(digest)
        try self.blobs.reopen(digest)
        #expect(!self.blobs.isWhole(digest))
        #expect(try self.blobs.file(digest)?.read(0..<2) == [5, 6])
        try self.blobs.remove(digest)
        try self.blobs.remove(digest)
        #expect(try self.blobs.file(digest) == nil)
    }

    @Test("What is stored is listed with its room, whole or being filled, and other files are not")
    func stored() throws {
        let whole = try self.blobs.write([UInt8](repeating: 1, count: 5_000))
        let begun = Digest(of: [9])
        _ = try self.blobs.fill(begun, sizeBytes: ByteCount(bytes: 100_000))
        try Data([1]).write(to: URL(filePath: self.folder.path("blobs/partial/\(begun.hexadecimal).tmp")))
        let stored = try self.blobs.stored
        #expect(Set(stored.keys) == [whole, begun])
        #expect(stored.allSatisfy { $0.value >= ByteCount(bytes: $0.key == whole ? 5_000 : 100_000) })
        try self.blobs.remove(begun)
        #expect(try self.blobs.stored.keys.map(\.self) == [whole])
    }

    @Test("Reading past the end of a file is an error, not zeros")
    func pastEnd() throws {
        let digest = try self.blobs.write([1])
        let file = try #require(try self.blobs.file(digest))
        #expect(throws: FileError.self) { try file.read(0..<2) }
    }
}
