import Blobs
import Foundation
import Glibc
import Testing

@Suite struct FileBytesTests {
    private let folder = TemporaryFolder()

    @Test("A range of a file becomes a file of its own")
    func copies() throws {
        let source = try self.source()
        defer { close(source.descriptor) }
        let copy = self.folder.path("copy")
        try FileBytes.create(copy, copying: 10..<250, of: source.descriptor, path: source.path, mode: 0o640)
        #expect(try DurableFile.read(copy, sizeMax: 1000) == Array(10..<250))
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        let again = #expect(throws: FileError.self) {
            try FileBytes.create(copy, copying: 0..<1, of: source.descriptor, path: source.path, mode: 0o640)
        }
        #expect(again?.code == EEXIST)
    }

    @Test("A range that reaches past the end is refused")
    func tooLong() throws {
        let source = try self.source()
        defer { close(source.descriptor) }
        let error = #expect(throws: FileError.self) {
            try FileBytes.create(
                self.folder.path("copy"),
                copying: 250..<300,
                of: source.descriptor,
                path: source.path,
                mode: 0o640
            )
        }
        #expect(error?.code == EIO)
    }

    /// 256 bytes, each its own place.
    private func source() throws -> (descriptor: Int32, path: String) {
        let path = self.folder.path("source")
        try DurableFile.write(Array(UInt8.min...UInt8.max), to: path)
        let descriptor = open(path, O_RDONLY)
        try #require(descriptor >= 0)
        return (descriptor, path)
    }
}
