import CourseModel
import Foundation
import MediaPackaging
import Origin
import Testing

@Suite struct LessonTableTests {
    private static let lessons = ["l01", "l02", "l03"].compactMap { Lesson.ID($0) }
    private let folder: TestFolder

    init() throws {
        self.folder = try TestFolder()
        for name in ["a.mp4", "第二课.mp4", "c.mp4", "a.srt", "en.srt"] { try self.folder.write(name, "content") }
    }

    private func read(_ bytes: [UInt8], _ options: PackagingOptions = PackagingOptions()) throws -> [LessonVideo] {
        let entries = try Self.lessons.map { lesson in
            LessonEntry(lesson: lesson, topic: try #require(Topic.ID("k1")), title: Title(zh: "课例"))
        }
        return try LessonTable(bytes, folder: self.folder.path, lessons: entries, options: options).videos
    }

    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try self.read(Array(text.utf8))
            return []
        } catch let error as LessonTableError {
            return error.problems.map(\.description)
        }
    }

    @Test("Files, lessons, languages and captions are read in the order of the rows, and files lie in the folder")
    func reads() throws {
        var options = PackagingOptions()
        options.language = "en"
        options.segmentSeconds = 4
        let text = """
            file,lesson,language,captions
            c.mp4,l03,zh,zh=a.srt; en=en.srt
            a.mp4,l01,,
            """
        let videos = try self.read(Array(text.utf8), options)
        #expect(videos.map(\.name) == ["c.mp4", "a.mp4"])
        #expect(videos.map(\.path) == [self.folder.file("c.mp4"), self.folder.file("a.mp4")])
        #expect(videos.map(\.lesson.rawValue) == ["l03", "l01"])
        #expect(videos.map(\.options.language) == ["zh", "en"])
        #expect(videos.map(\.options.segmentSeconds) == [4, 4])
        #expect(videos[1].options.captions.isEmpty)
        #expect(videos[0].options.captions.map(\.language) == ["zh", "en"])
        #expect(videos[0].options.captions.map(\.path) == [self.folder.file("a.srt"), self.folder.file("en.srt")])
    }

    @Test("Chinese headings, a byte order mark, GB18030 and lines of a spreadsheet say the same")
    func encodings() throws {
        let text = "文件,课例代码\r\n第二课.mp4,l02\r\n,\r\na.mp4,l01\r\n"
        let plain = try self.read(Array(text.utf8))
        #expect(plain.map(\.name) == ["第二课.mp4", "a.mp4"])
        #expect(try self.read([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == plain)
        let gb18030 = try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632)))
        #expect(try self.read(Array(gb18030)) == plain)
    }

    @Test("Everything that is wrong is said at once, with the number of the row")
    func wrongRows() throws {
        try self.folder.write("folder/x", "")
        let found = try self.problems(
            """
            file,lesson,language,captions
            absent.mp4,l01,,
            a.mp4,l99,,
            c.mp4,l01,Chinese,
            ,l02,,
            folder,l03,,zh=absent.srt
            a.mp4,l 3,,
            """
        )
        #expect(
            found == [
                "row 2: 文件: there is no file \(self.folder.file("absent.mp4"))",
                "row 3: 课例代码: no imported programme has a lesson 'l99'",
                "row 4: 语言: 'Chinese' is no language tag such as zh or zh-Hant",
                "row 4: 课例代码: lesson 'l01' is in row 2 already: a lesson has one video",
                "row 5: 文件: is empty",
                "row 6: 文件: \(self.folder.file("folder")) is not a plain file",
                "row 6: 字幕: there is no file \(self.folder.file("absent.srt"))",
                "row 7: 课例代码: 'l 3' is no identifier: letters, digits, '.', '_' and '-' only",
            ]
        )
    }

    @Test("A file that is no such table is refused as a whole")
    func wrongFile() throws {
        #expect(try self.problems("file,lesson\n") == ["the file has no lessons"])
        #expect(try self.problems("file,title\na.mp4,l01\n").contains("row 1: 课例代码: the column is missing"))
        #expect(try self.problems("file,lesson\n\"a.mp4,l01\n") != [])
        #expect(throws: LessonTableError.self) { try self.read([0xFF, 0xFF, 0xFE]) }
        let error = #expect(throws: LessonTableError.self) {
            try LessonTable(Array("file,lesson\n".utf8), folder: "", lessons: [], options: PackagingOptions())
        }
        #expect(error?.description.contains("programme import") == true)
    }
}

/// A folder of its own, gone when the test forgets it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    func file(_ name: String) -> String { "\(self.path)/\(name)" }

    func write(_ name: String, _ text: String) throws {
        let url = URL(filePath: self.file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func names(in folder: String = "") -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: self.file(folder))) ?? [])
    }
}
