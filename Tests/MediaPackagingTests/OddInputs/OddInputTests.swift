import CourseModel
import Foundation
import MediaPackaging
import Testing

/// Whatever provinces have becomes a release that is right in every respect, or is refused with a reason.
@Suite struct OddInputTests {
    @Test(
        "An odd input is packaged as its golden file says, with its times, sound and pictures, or is refused",
        arguments: OddInput.all
    )
    func packages(input: OddInput) async throws {
        let path = try await input.path
        let packaged: PackagedFolder
        var options = PackagingOptions()
        options.segmentSeconds = 2
        let beside = try TemporaryFolder()
        if !input.captions.isEmpty {
            let captions = "\(beside.path)/lesson.zh.srt"
            try Data(input.captions).write(to: URL(filePath: captions))
            options.captions = [CaptionsFile(path: captions)]
        }
        do {
            packaged = try PackagedFolder(file: path, options)
        } catch let error as PackagingError {
            try Golden.check("refused: \(error.reason.rawValue)\n\(error)", input.name)
            return
        }
        let master = try packaged.export()
        try Golden.check("\(try packaged.outcome())\n\(packaged.playlists)", input.name)
        // Each of them starts several programs; side by side they take half the time.
        async let conformance: Void = Self.checkConformance(packaged, master)
        async let times: Void = Self.checkTimes(packaged, source: path, of: input)
        async let clap: Void = Self.checkClap(packaged, source: path)
        async let frames: Void = Self.checkFrames(packaged, source: path)
        _ = try await (conformance, times, clap, frames)
    }

    @Test("docs/inputs.md says what the golden files say")
    func documented() throws {
        #expect(try Golden.names() == OddInput.all.map(\.name).sorted())
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/inputs.md")
            .standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let reasonsHead = "| code | what is wrong | what to do |\n|---|---|---|\n"
        let head = try #require(text.range(of: reasonsHead)).upperBound
        let reasons = PackagingError.Reason.allCases.map { reason in
            let error = PackagingError(reason)
            return "| `\(reason.rawValue)` | \(error.statement) | \(error.advice) |\n"
        }
        let rows = try OddInput.all.sorted { $0.about < $1.about }.map { input in
            let lines = try Golden.text(input.name).split(separator: "\n").prefix { !$0.hasPrefix("== ") }
            // A refusal has its code in the first line and its sentence in the second.
            let outcome = lines[0].hasPrefix("refused") ? String(lines[0]) : lines.joined(separator: "; ")
            return "| \(input.about) (`.\(input.fileExtension)`) | \(outcome) |"
        }
        let tables = reasons.joined() + "\n| input | outcome |\n|---|---|\n" + rows.joined(separator: "\n") + "\n"
        if Golden.isWriting { try Data((text[..<head] + tables).utf8).write(to: file) }
        #expect(text[..<head] + tables == text || Golden.isWriting, "regenerate it as Golden says")
    }

    private static func checkConformance(_ packaged: PackagedFolder, _ master: String) throws {
        let result = try Program.run(
            ["python3", PackagedFolder.checker, master] + packaged.mediaTracks.map { try packaged.path($0) }
        )
        #expect(result.status == 0, "\(result.output)")
    }

    /// Each picture and each sample is when ffprobe says that it is in the source, but for one shift of all tracks.
    private static func checkTimes(_ packaged: PackagedFolder, source: String, of input: OddInput) throws {
        var shifts: [(shift: Double, tolerance: Double)] = []
        for track in packaged.mediaTracks {
            let isCopied = try packaged.report(track).isCopied
            let stream = try packaged.sourceStream(track)
            let before =
                isCopied ? try ProbedTrack.packets(of: source, stream) : try ProbedTrack.frames(of: source, stream)
            let after = try ProbedTrack.packets(of: try packaged.path(track), "0").starting(at: track.startSeconds)
                .track
            var tolerance = max(before.tick, after.tick) + 0.000_002
            // Where two recordings meet, their sounds overlap by a part of a sample, and one of them is moved.
            if case .spliced = input.recipe, track.audio != nil { tolerance += 1024.0 / 48_000 }
            let first = try #require(after.starts.first) - (try #require(before.starts.first))
            shifts.append((first, tolerance))
            guard isCopied || track.video != nil else {
                // Encoded sound has samples of another length; it begins and ends with the source.
                let last = try #require(after.starts.last) - (try #require(before.starts.last))
                #expect(abs(last - first) < 0.1, "\(track.track) ends \(last - first) s late")
                continue
            }
            #expect(after.count == before.count, "\(track.track)")
            // AVI and PS do not say when each picture is shown; the sound beside it, and the number, are compared.
            guard before.starts.count == before.count, !["avi", "mpg"].contains(input.fileExtension) else { continue }
            for (index, times) in zip(after.starts, before.starts).enumerated() {
                let difference = times.0 - times.1 - first
                try #require(abs(difference) <= tolerance, "\(track.track) sample \(index) is off by \(difference) s")
            }
        }
        for (shift, tolerance) in shifts.dropFirst() {
            #expect(abs(shift - shifts[0].shift) <= max(tolerance, shifts[0].tolerance))
        }
    }

    /// Sound and picture are as far apart as in the source.
    private static func checkClap(_ packaged: PackagedFolder, source: String) throws {
        guard let video = packaged.manifest.tracks.first(where: { $0.video != nil }),
            let audio = packaged.manifest.tracks.first(where: { $0.audio != nil })
        else { return }
        let streams = try [video, audio].map { "0:\(try packaged.sourceStream($0))" }
        let before = try Clap([["-i", source]], video: streams[0], audio: streams[1])
        guard let delay = before.soundDelay else { return }
        let path = try packaged.path(video)
        let moved = try ProbedTrack.packets(of: path, "v:0").starting(at: video.startSeconds).moved
        let after = try Clap([["-i", path], ["-i", try packaged.path(audio)]], video: "0:v", audio: "1:a")
        let packagedDelay = try #require(after.soundDelay) - moved
        #expect(abs(packagedDelay - delay) <= 0.003, "the sound is \(packagedDelay - delay) s late")
    }

    /// What is copied decodes to the same frames, and whatever is written decodes without a word.
    private static func checkFrames(_ packaged: PackagedFolder, source: String) throws {
        for track in packaged.mediaTracks {
            let decoded = try Self.frames(["-i", try packaged.path(track)], "0")
            #expect(!decoded.isEmpty)
            guard try packaged.report(track).isCopied, track.video != nil else { continue }
            let input = [".mp4", ".mov", ".3gp"].contains { source.hasSuffix($0) } ? ["-ignore_editlist", "1"] : []
            let reference = try Self.frames(
                input + ["-i", source],
                "0:\(try packaged.sourceStream(track))"
            )
            // Pictures before the key frame at which an edit list begins are nobody's.
            #expect(decoded == reference.suffix(decoded.count))
        }
    }

    /// The hash of each decoded frame; nothing may go wrong while decoding.
    private static func frames(_ input: [String], _ stream: String) throws -> [Substring] {
        let output = try Program.check(
            ["ffmpeg", "-v", "error", "-xerror", "-noautorotate"] + input + ["-map", stream]
                + ["-fps_mode", "passthrough", "-f", "framemd5", "-"]
        )
        let lines = output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.allSatisfy { $0.hasPrefix("0,") }, "\(output.prefix(500))")
        return lines.map { $0.split(separator: ",").last ?? "" }
    }
}
