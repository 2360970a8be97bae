import CourseModel
import Foundation
import Testing

/// What `lectern-origin package` makes, served by a web server that knows nothing of it.
@Suite(.timeLimit(.minutes(4))) struct PackageFolderTests {
    private let folder = TemporaryFolder()

    private func package(_ file: String, _ more: String...) async throws -> Program.Outcome {
        let arguments = ["package", self.folder.path(file), "--output", self.folder.path("out")]
        return try await Program.run(Program.origin.path, arguments + more)
    }

    private var names: Set<String> {
        get throws { Set(try FileManager.default.contentsOfDirectory(atPath: self.folder.url.path)) }
    }

    @Test("A packaged folder plays from any web server, over HLS and over DASH, picture by picture")
    func plays() async throws {
        let captions = "1\n00:00:01,000 --> 00:00:03,000\n第一句\n"
        try Data(captions.utf8).write(to: self.folder.url.appending(path: "a.srt"))
        try await SampleVideo.make(at: self.folder.path("a.mp4"), seconds: 14)
        let outcome = try await self.package("a.mp4", "--captions", "zh=\(self.folder.path("a.srt"))", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == (try self.folder.text("out/report.json")))

        let port = try freePort()
        let server = try ChildProcess(
            ["python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", self.folder.path("out")],
            output: self.folder.path("server.log"),
            folder: self.folder.url.path
        )
        defer { _ = server.end(with: SIGKILL) }
        let site = "http://127.0.0.1:\(port)"
        try await eventually("the web server answers") {
            try await Visitor(site: site).get("/report.json").status == 200
        }
        for playlist in ["master.m3u8", "manifest.mpd"] {
            let played = try await Program.run(
                "ffprobe",
                [
                    "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames",
                    "-of", "csv=p=0", "\(site)/\(playlist)",
                ]
            )
            #expect(played.status == 0)
            #expect(played.errors.isEmpty, "\(playlist): \(played.errors)")
            let frames = played.output.split(whereSeparator: { !$0.isNumber }).first.map(String.init)
            #expect(frames == "350", "\(playlist): \(played.output)")
        }
    }

    @Test("A video that is refused ends with 1, its reason and advice, and leaves nothing; wrong use ends with 2")
    func refused() async throws {
        try Data("no video".utf8).write(to: self.folder.url.appending(path: "text.mp4"))
        let before = try self.names
        let refused = try await self.package("text.mp4", "--json")
        #expect(refused.status == 1)
        #expect(refused.output.isEmpty)
        #expect(refused.errors.contains("refused (no-video-file): this is no video file that can be read"))
        #expect(refused.errors.contains("Choose the video itself"))
        #expect(try self.names == before)
        #expect(try await self.package("absent.mp4").errors.contains("refused (unreadable)"))
        #expect(try await self.package("text.mp4", "--renditions", "1080p").status == 2)
        #expect(try await self.package("text.mp4", "--segment-seconds", "0").status == 2)
        #expect(try await self.package("text.mp4", "--language", "Chinese").status == 2)
    }

    @Test("Ctrl-C leaves nothing")
    func interrupted() async throws {
        try await SampleVideo.make(at: self.folder.path("a.mp4"), seconds: 240)
        let before = try self.names
        let run = try ChildProcess(
            [Program.origin.path, "package", self.folder.path("a.mp4"), "--output", self.folder.path("out")],
            output: "/dev/null",
            folder: self.folder.url.path
        )
        try await eventually("it is under way") { try self.names != before }
        #expect(run.end(with: SIGINT) == 128 + SIGINT)
        #expect(try self.names == before)
    }
}
