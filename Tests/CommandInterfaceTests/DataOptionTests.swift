import ArgumentParser
import CommandInterface
import Foundation
import Testing

@Suite struct DataOptionTests {
    @Test("What a command makes for its data folder is for its owner only, databases too")
    func privateFiles() throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try DataOption.parse(["--data", path]).path() == path)
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o666)
        close(descriptor)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A command that is told no data folder says how to name one")
    func noFolder() throws {
        let error = #expect(throws: (any Error).self) { try DataOption.parse([]).path() }
        #expect(error.map { DataOption.message(for: $0) }?.contains("--data") == true)
    }
}
