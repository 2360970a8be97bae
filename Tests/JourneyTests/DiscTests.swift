import CourseModel
import Foundation
import Testing

/// A school whose line is gone gets its lessons on a stick that another edge has filled.
@Suite(.timeLimit(.minutes(3))) struct DiscTests {
    @Test("What a school asks for on a stick is written where it is held, imported without a line, and plays")
    func byStick() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 12)
        try await province.publish("l02", seconds: 6)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let held = try await province.serveEdge()
        try await province.succeed(.edge, "prefetch", "--wait")
        #expect(try await held.stop() == 0)
        let school = try await Self.enrolAnother(in: province)
        #expect(try await origin.stop() == 0)

        let stick = province.folder.path("stick")
        let written = try await Self.edge("disc", "export", stick, "--all", "--data", province.edgeData)
        #expect(written.status == 0 && written.output.contains("stick"), "\(written.output)\(written.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(stick)/index.html"))

        let port = try freePort()
        let edge = try await Server(
            .edge,
            data: school,
            port: port,
            log: province.folder.path("school.log"),
            environment: Province.quick
        )
        let taken = try await Self.edge("disc", "import", stick, "--data", school)
        #expect(taken.status == 0, "\(taken.output)\(taken.errors)")
        #expect(taken.output.contains("lessons here whole: 2 of 2"), "\(taken.output)")
        let address = try await Self.edge("lesson-url", "l01", "--data", school)
        let url = address.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let frames = try await Program.run(
            "ffprobe",
            ["-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", url]
        )
        #expect(frames.output.split(whereSeparator: \.isNewline).contains { (Int($0) ?? 0) >= 300 }, "\(frames)")

        let request = try await Self.edge("disc", "request", stick, "--data", school)
        #expect(request.status == 0 && request.output.contains("lessons 0"), "\(request.output)\(request.errors)")
        #expect(try await edge.stop() == 0)

        // What the school has to report goes back on the stick.
        let journals = try FileManager.default.contentsOfDirectory(atPath: "\(stick)/journals")
        let journal = "\(stick)/journals/\(try #require(journals.first))"
        let reported = try await province.succeed(.origin, "journal", "import", journal)
        #expect(reported.contains("school s002") && !reported.contains("new: 0"), "\(reported)")
        #expect(try await province.succeed(.origin, "journal", "import", journal).contains("new: 0"))
    }

    @Test(
        "A stick with neither request nor choice, a folder that is no disc, and an edge that does not run are told of"
    )
    func refusals() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 6)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let running = try await province.serveEdge()
        try await province.succeed(.edge, "prefetch", "--wait")
        let stick = province.folder.path("stick")
        let noChoice = try await Self.edge("disc", "export", stick, "--data", province.edgeData)
        #expect(noChoice.status == 2 && noChoice.errors.contains("disc request"), "\(noChoice.errors)")
        let noDisc = try await Self.edge("disc", "import", stick, "--data", province.edgeData)
        #expect(noDisc.status == 1 && noDisc.errors.contains("no Lectern disc"), "\(noDisc.errors)")
        let twoWays = try await Self.edge(
            "disc",
            "export",
            stick,
            "--all",
            "--lesson",
            "l01",
            "--data",
            province.edgeData
        )
        #expect(twoWays.status == 2, "\(twoWays.errors)")
        #expect(try await running.stop() == 0)
        let notRunning = try await Self.edge("disc", "import", stick, "--data", province.edgeData)
        #expect(notRunning.status == 1 && notRunning.errors.contains("lectern-edge serve"), "\(notRunning.errors)")
        #expect(try await origin.stop() == 0)
    }

    private static func edge(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(Program.edge.path, arguments)
    }

    /// Enrols an edge of the other school.
    ///
    /// - Returns: its data folder.
    private static func enrolAnother(in province: Province) async throws -> String {
        let data = province.folder.path("school")
        let code = try await province.invite("s002")
        let outcome = try await Self.edge("enrol", "--origin", province.originURL, "--code", code, "--data", data)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return data
    }
}
