import Blobs
import Foundation
import Testing

@Suite struct DurableFileTests {
    private let folder = TemporaryFolder()

    @Test("A file is replaced as a whole, and nothing else is left in its folder")
    func replace() throws {
        let path = self.folder.path("a/b/file")
        try DurableFile.makeFolder(self.folder.path("a/b"))
        try DurableFile.makeFolder(self.folder.path("a/b"))
        try DurableFile.write([1, 2, 3], to: path)
        try DurableFile.write([4], to: path)
        #expect(try DurableFile.read(path, sizeMax: 1) == [4])
        #expect(try FileManager.default.contentsOfDirectory(atPath: self.folder.path("a/b")) == ["file"])
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    @Test("A file that is not there is nil, one that is too large is refused, and a reason is said")
    func read() throws {
        #expect(try DurableFile.read(self.folder.path("none"), sizeMax: 1) == nil)
        try DurableFile.write([1, 2], to: self.folder.path("file"))
        #expect(throws: FileError.self) { try DurableFile.read(self.folder.path("file"), sizeMax: 1) }
        let error = #expect(throws: FileError.self) { try DurableFile.write([1], to: self.folder.path("no/file")) }
        #expect(error?.description.contains("No such file or directory") == true)
    }
}
