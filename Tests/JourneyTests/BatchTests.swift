import CourseModel
import Foundation
import Testing

/// A folder of videos published by a table.
@Suite(.timeLimit(.minutes(4))) struct BatchTests {
    @Test("A table in GB18030 is published; a bad video does not stop the others, and a second run does only the rest")
    func batch() async throws {
        let batch = try await VideoFolder(["第一课.mp4": 4, "b.mp4": 4, "bad.mp4": 4])
        try batch.cutOff("bad.mp4")
        let text = "文件,课例代码\r\n第一课.mp4,l01\r\nbad.mp4,l02\r\nb.mp4,l03\r\n"
        let table = try batch.table(try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632))))

        let first = try await batch.publish(table, "--json")
        #expect(first.status == 1, "\(first.errors)")
        let report = try batch.report(of: first)
        #expect(report.videos.map(\.file) == ["第一课.mp4", "bad.mp4", "b.mp4"])
        #expect(report.videos.map(\.outcome) == ["published", "refused", "published"])
        #expect(report.videos[1].reason == "truncated")
        // Standard error is no terminal here: a line for each video that is finished.
        let lines = first.errors.split(separator: "\n")
        #expect(lines.count { $0.contains("/3  ") } == 3)
        #expect(lines.contains { $0.contains("bad.mp4  l02  refused (truncated): the file is cut off") }, "\(lines)")

        let again = try batch.report(of: try await batch.publish(table, "--json"))
        #expect(again.videos.map(\.outcome) == ["unchanged", "refused", "unchanged"])
        #expect(again.videos.map(\.manifest) == report.videos.map(\.manifest))
        #expect(again.catalogueVersion == report.catalogueVersion)

        try await SampleVideo.make(at: batch.path("bad.mp4"), seconds: 4)
        let last = try await batch.publish(table)
        #expect(last.status == 0, "\(last.errors)")
        #expect(last.output.contains("3 videos: 1 published, 2 unchanged; catalogue"), "\(last.output)")
    }

    @Test("A table with anything wrong publishes nothing, and says every row that is wrong")
    func wrongTable() async throws {
        let batch = try await VideoFolder(["a.mp4": 2])
        let table = try batch.table(Data("file,lesson\na.mp4,l01\nabsent.mp4,l02\na.mp4,l99\n".utf8))
        let outcome = try await batch.publish(table)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("nothing was published"))
        #expect(outcome.errors.contains("row 3: 文件: there is no file"))
        #expect(outcome.errors.contains("row 4: 课例代码: no imported programme has a lesson 'l99'"))
        #expect(try batch.releases.isEmpty)
        let both = try await Program.origin.run("publish", "x", "--lesson", "l01", "--lessons", table)
        #expect(both.status == 2)
    }

    @Test(
        "After kill -9, the same command goes on: what was published is not packaged again, what was half made is gone"
    )
    func killed() async throws {
        let batch = try await VideoFolder(["a.mp4": 4, "b.mp4": 60, "c.mp4": 4])
        let table = try batch.table(Data("file,lesson\na.mp4,l01\nb.mp4,l02\nc.mp4,l03\n".utf8))
        let run = try batch.start(table)
        try await eventually("the first is published and the second under way") {
            try batch.releases.count == 1 && !batch.workFolders.isEmpty
        }
        #expect(run.end(with: SIGKILL) == 128 + SIGKILL)
        let before = try batch.releases
        #expect(before.keys.sorted() == ["l01"])
        #expect(!batch.workFolders.isEmpty)

        let outcome = try await batch.publish(table, "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try batch.report(of: outcome)
        #expect(report.videos.map(\.outcome) == ["unchanged", "published", "published"])
        #expect(report.videos[0].manifest == before["l01"])
        #expect(try batch.releases.count == 3)
        #expect(batch.workFolders.isEmpty)
    }

    @Test("Ctrl-C gives up what is under way, says what is done, and ends as an interrupted program does")
    func interrupted() async throws {
        let batch = try await VideoFolder(["a.mp4": 4, "b.mp4": 60, "c.mp4": 4])
        let table = try batch.table(Data("file,lesson\na.mp4,l01\nb.mp4,l02\nc.mp4,l03\n".utf8))
        let run = try batch.start(table)
        try await eventually("the first is published and the second under way") {
            try batch.releases.count == 1 && !batch.workFolders.isEmpty
        }
        #expect(run.end(with: SIGINT) == 128 + SIGINT)
        let said = try batch.province.folder.text("run.out")
        #expect(said.contains("3 videos: 1 published, 1 stopped, 1 not begun"), "\(said)")
        #expect(try batch.releases.count == 1)
        #expect(batch.workFolders.isEmpty)
        let again = try batch.report(of: try await batch.publish(table, "--json"))
        #expect(again.videos.map(\.outcome) == ["unchanged", "published", "published"])
    }

    @Test("Several programs that publish at once lose nothing of the catalogue")
    func atOnce() async throws {
        let batch = try await VideoFolder(["a.mp4": 2, "b.mp4": 2, "c.mp4": 2])
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for (file, lesson) in [("a.mp4", "l01"), ("b.mp4", "l02"), ("c.mp4", "l03")] {
                let table = try batch.table(Data("file,lesson\n\(file),\(lesson)\n".utf8), named: "\(lesson).csv")
                let (folder, data) = (batch.folder, batch.province.originData)
                group.addTask {
                    try await Program.origin.run("publish", folder, "--lessons", table, "--data", data).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        #expect(try batch.releases.count == 3)
        #expect(batch.workFolders.isEmpty)
    }
}

/// A province, and a folder of videos for its lessons.
private final class VideoFolder {
    struct Report: Decodable {
        struct Video: Decodable {
            let file: String
            let outcome: String
            let manifest: String?
            let reason: String?
        }

        let catalogueVersion: Int64
        let videos: [Video]
    }

    let province: Province

    /// - Parameter videos: names, and how many seconds each has.
    init(_ videos: [String: Int]) async throws {
        self.province = try await Province()
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        for (name, seconds) in videos {
            try await SampleVideo.make(at: self.path(name), seconds: seconds)
        }
    }

    var folder: String { self.province.folder.path("videos") }

    func path(_ name: String) -> String { "\(self.folder)/\(name)" }

    func cutOff(_ name: String) throws {
        let whole = try Data(contentsOf: URL(filePath: self.path(name)))
        try whole.prefix(whole.count / 2).write(to: URL(filePath: self.path(name)))
    }

    func table(_ content: Data, named name: String = "lessons.csv") throws -> String {
        let path = self.province.folder.path(name)
        try content.write(to: URL(filePath: path))
        return path
    }

    private func arguments(_ table: String) -> [String] {
        ["publish", self.folder, "--lessons", table, "--jobs", "1", "--data", self.province.originData]
    }

    func publish(_ table: String, _ more: String...) async throws -> Program.Outcome {
        try await Program.run(Program.origin.path, self.arguments(table) + more)
    }

    func start(_ table: String) throws -> ChildProcess {
        try ChildProcess(
            [Program.origin.path] + self.arguments(table),
            output: self.province.folder.path("run.out"),
            errors: self.province.folder.path("run.err"),
            folder: Program.root.path
        )
    }

    func report(of outcome: Program.Outcome) throws -> Report {
        try CanonicalJSON.decode(Report.self, from: Array(outcome.output.utf8))
    }

    /// What the catalogue has: manifests by lesson.
    var releases: [String: String] {
        get throws {
            let path = "\(self.province.originData)/catalogue.json"
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            let catalogue = try SignedDocument<Catalogue>.unverifiedPayload(in: bytes)
            return Dictionary(
                uniqueKeysWithValues: catalogue.releases.map { ($0.lesson.rawValue, $0.manifest.hexadecimal) }
            )
        }
    }

    var workFolders: [String] {
        let path = "\(self.province.originData)/packaging"
        return (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}
