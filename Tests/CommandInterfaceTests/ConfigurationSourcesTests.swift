import CommandInterface
import Configuration
import Foundation
import Testing

@Suite struct ConfigurationSourcesTests {
    private static let file = """
        http:
          listen: file
        link:
          bytesPerSecond: 1
        lab:
          waitSeconds: 9
        """
    private static let environment = ["LECTERN_HTTP_LISTEN": "variable", "LECTERN_LINK_BYTES_PER_SECOND": "2"]

    @Test("An option goes before the environment, and the environment before the file")
    func precedence() async throws {
        let reader = try await self.reader(options: ["http.listen": "option"])
        #expect(reader.string(forKey: "http.listen") == "option")
        #expect(reader.int(forKey: "link.bytesPerSecond") == 2)
        #expect(reader.int(forKey: "lab.waitSeconds") == 9)
        #expect(reader.string(forKey: "player.hls") == nil)
    }

    @Test("An option that was not given hides nothing")
    func absentOption() async throws {
        let reader = try await self.reader(options: [:])
        #expect(reader.string(forKey: "http.listen") == "variable")
    }

    @Test("An option in camel case is found by its key")
    func camelCaseOption() async throws {
        let reader = try await self.reader(options: ["link.bytesPerSecond": "3"])
        #expect(reader.int(forKey: "link.bytesPerSecond") == 3)
    }

    @Test("A data folder without the file is no error")
    func noFile() async throws {
        let reader = try await ConfigurationSources.reader(
            options: [:],
            dataDirectory: FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path,
            environment: [:]
        )
        #expect(reader.string(forKey: "http.listen") == nil)
    }

    @Test("A file that is not YAML is an error, not a silent default")
    func damagedFile() async throws {
        await #expect(throws: (any Error).self) {
            try await self.reader(options: [:], file: "http: [unclosed")
        }
    }

    private func reader(options: [String: String], file: String = Self.file) async throws -> ConfigReader {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try file.write(
            to: folder.appending(path: ConfigurationSources.fileName),
            atomically: true,
            encoding: .utf8
        )
        return try await ConfigurationSources.reader(
            options: options,
            dataDirectory: folder.path,
            environment: Self.environment
        )
    }
}
