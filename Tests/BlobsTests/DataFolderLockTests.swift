import Blobs
import Foundation
import Testing

@Suite struct DataFolderLockTests {
    private let folder = TemporaryFolder()
    private var data: String { self.folder.path("") }

    @Test("A data folder has one running program, and the second is told which")
    func oneProgram() throws {
        let lock = try DataFolderLock(data: self.data)
        #expect(
            throws: DataFolderInUse(data: self.data, process: Int(ProcessInfo.processInfo.processIdentifier))
        ) { try DataFolderLock(data: self.data) }
        lock.release()
        lock.release()
        #expect(throws: Never.self) { try DataFolderLock(data: self.data) }
    }

    @Test("What a program left that was killed keeps nobody from starting")
    func leftOver() throws {
        try Data("4194304\n".utf8).write(to: URL(filePath: "\(self.data)/running"))
        #expect(throws: Never.self) { try DataFolderLock(data: self.data) }
    }

    @Test("A folder that is not there is named")
    func noFolder() {
        #expect(throws: FileError("write in the data folder", "/nowhere/running", code: 2)) {
            try DataFolderLock(data: "/nowhere")
        }
    }
}
