import CourseModel
import Foundation
import MediaPackaging
import Origin
import Testing

@Suite struct LessonFolderTests {
    private let fixture: OriginFixture
    private let folder: TestFolder

    init() throws {
        self.fixture = try OriginFixture()
        self.folder = try TestFolder()
    }

    @discardableResult
    private func package(_ file: String, to name: String) throws -> PackagingReport {
        try LessonFolder.package(
            file: file,
            options: .quick,
            isProgressive: true,
            to: self.folder.file(name)
        ) { _, _ in }
    }

    @Test("A folder has what an edge serves, the whole track files and the report, for everybody to read")
    func contents() throws {
        // As the command has it; other tests of this process may have asked for more privacy.
        let before = umask(0o022)
        defer { umask(before) }
        let report = try self.package(try self.fixture.makeVideo("a.mp4"), to: "out")
        var expected: Set<String> = ["master.m3u8", "manifest.mpd", "lesson.mp4", "report.json"]
        for track in report.tracks {
            let name = track.track.rawValue
            expected.formUnion([name, "\(name).m3u8", "\(name).mp4"])
            let files = self.folder.names(in: "out/\(name)")
            #expect(files.count == track.segments + 1)
            let parts = try (["init.mp4"] + (0..<track.segments).map { "\($0).m4s" }).map {
                try Data(contentsOf: URL(filePath: self.folder.file("out/\(name)/\($0)")))
            }
            // ftyp and moov, then the index, then the segments.
            let whole = try Data(contentsOf: URL(filePath: self.folder.file("out/\(name).mp4")))
            #expect(whole.starts(with: parts[0]))
            #expect(whole.suffix(parts.dropFirst().reduce(0) { $0 + $1.count }) == Data(parts.dropFirst().joined()))
        }
        #expect(self.folder.names(in: "out") == expected)
        let json = try Data(contentsOf: URL(filePath: self.folder.file("out/report.json")))
        #expect(try CanonicalJSON.decode(PackagingReport.self, from: Array(json)) == report)
        let modes = try ["out", "out/audio", "out/audio.mp4", "out/audio/0.m4s"].map {
            try FileManager.default.attributesOfItem(atPath: self.folder.file($0))[.posixPermissions] as? Int
        }
        #expect(modes == [0o755, 0o755, 0o644, 0o644])
        #expect(self.folder.names() == ["out"])
    }

    @Test("A video that is refused leaves nothing; an empty folder stays as it was")
    func refused() throws {
        try self.folder.write("text.mp4", "no video")
        try FileManager.default.createDirectory(atPath: self.folder.file("empty"), withIntermediateDirectories: false)
        for name in ["new", "empty"] {
            #expect(throws: PackagingError.self) { try self.package(self.folder.file("text.mp4"), to: name) }
        }
        #expect(self.folder.names() == ["text.mp4", "empty"])
        #expect(self.folder.names(in: "empty").isEmpty)
    }

    @Test("Only a new folder or an empty one is taken")
    func places() throws {
        let video = try self.fixture.makeVideo("a.mp4")
        try self.folder.write("full/x", "")
        try self.folder.write("file", "")
        try FileManager.default.createDirectory(atPath: self.folder.file("empty"), withIntermediateDirectories: false)
        try self.package(video, to: "empty/")
        #expect(self.folder.names(in: "empty").contains("master.m3u8"))
        let places: [(String, NewFolderError)] = [
            ("full", .notEmpty(self.folder.file("full"))), ("file", .noFolder(self.folder.file("file"))),
            ("no/new", .noParent(self.folder.file("no/new"))),
        ]
        for (name, error) in places {
            #expect(throws: error) { try self.package(video, to: name) }
        }
        #expect(self.folder.names() == ["full", "file", "empty"])
    }

    @Test("What a killed run left is cleared away by the next; what a running one is at stays")
    func abandoned() throws {
        try self.folder.write(".out.part-1f/lesson/x", "")
        try self.folder.write(".out.part-notours/x", "")
        try self.folder.write(".other.part-2a/x", "")
        try self.folder.write(".out.part-3b/lock", "")
        let lock = try FileLock(path: self.folder.file(".out.part-3b/lock"))
        try self.package(try self.fixture.makeVideo("a.mp4"), to: "out")
        #expect(self.folder.names() == ["out", ".out.part-notours", ".other.part-2a", ".out.part-3b"])
        _ = consume lock
    }
}
