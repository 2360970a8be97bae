import CourseModel
import Foundation
import Testing

/// Course videos made with ffmpeg when a test first asks for them; small, and made once.
enum SampleMedia: String, CaseIterable {
    case plain, bFrames, variableRate, lateAudio, noAudio, soundOnly, openGroup, rotated, matroska, transport, flash
    case longGroups, earlyPreroll, fragmented, chineseSound, wideSamples, pausingSound, twoLanguages

    // These are encoded, at least in part.
    case sparseKeyFrames, mpeg4, mp3, opus, tenBit, fullColour, hevc, windowsMedia, aviDivx, programStream, interlaced
    case sorenson, vp9, oddSize, oneFrame, still, waves, large

    // These become no release.
    case subtitlesOnly, subtitleText, encrypted, shortSound
    case smallTransport

    /// Those that are copied.
    static let good = Self.allCases.prefix { $0 != .sparseKeyFrames }
    /// Those that are encoded, at least in part.
    static let encoded = Self.allCases.drop { $0 != .sparseKeyFrames }.prefix { $0 != .subtitlesOnly }

    private static let keeper = Keeper()

    var path: String {
        get async throws { try await Self.keeper.path(self) }
    }

    /// Makes each file once, also when many tests ask at the same time; keeps the files for the next run.
    private actor Keeper {
        private let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-sample-media").path
        private var made: [SampleMedia: Task<String, any Error>] = [:]

        func path(_ sample: SampleMedia) async throws -> String {
            if let task = self.made[sample] { return try await task.value }
            let folder = self.folder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let task = Task.detached { try await sample.make(in: folder) }
            self.made[sample] = task
            return try await task.value
        }
    }

    private func make(in folder: String) async throws -> String {
        let arguments = try await self.arguments()
        let version = Digest(of: arguments.joined(separator: " ").utf8).hexadecimal.prefix(12)
        let path = "\(folder)/\(self.rawValue)-\(version).\(self.fileExtension)"
        if FileManager.default.fileExists(atPath: path) { return path }
        let unfinished = "\(folder)/\(UUID().uuidString).\(self.fileExtension)"
        if self == .subtitleText {
            try "1\n00:00:00,000 --> 00:00:05,000\n讲台\n".write(toFile: unfinished, atomically: false, encoding: .utf8)
        } else {
            try Program.check(["ffmpeg", "-v", "error", "-y"] + arguments + [unfinished])
        }
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        return path
    }

    var fileExtension: String {
        switch self {
        case .matroska, .opus, .pausingSound: "mkv"
        case .transport, .smallTransport: "ts"
        case .subtitleText: "srt"
        case .flash, .sorenson: "flv"
        case .windowsMedia: "wmv"
        case .aviDivx, .oneFrame, .still: "avi"
        case .programStream, .interlaced: "mpg"
        case .vp9: "webm"
        case .waves: "wav"
        default: "mp4"
        }
    }
}
