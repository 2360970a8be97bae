import ArgumentParser
import CommandInterface
import CourseModel
import Glibc
import MediaPackaging
import Origin

struct PackageVideo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Packages a video into a folder that any web server can serve; publishes nothing.",
        discussion: """
            The folder gets master.m3u8 and manifest.mpd, a playlist for each track, the segments (CMAF), captions, a poster \
            and a storyboard, and report.json: what was found in the video and made of it. It appears when it is complete; a \
            video that is refused leaves nothing.

            Examples:
              lectern-origin package lesson.mp4 --output lesson
              lectern-origin package lesson.mkv --output lesson --captions zh=lesson.srt --language zh
              lectern-origin package lesson.mp4 --output lesson --renditions source,audio --no-pictures --json
              lectern-origin package damaged.ts --output lesson --repair
            """
    )

    @Argument(help: ArgumentHelp("The video, in any format that ffmpeg reads.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("A new folder, or an empty one.", valueName: "dir"))
    var output: String

    @OptionGroup(title: "Packaging") var packaging: PackagingArguments

    @Flag(help: "Copy HEVC too, as a rendition of its own for players that have it, beside those for every browser.")
    var keepHEVC = false

    @Flag(help: "Write lesson.mp4 too: the best rendition as one plain file.")
    var progressive = false

    @Flag(help: "Print report.json.")
    var json = false

    func run() async throws {
        // What is packaged is for a web server to read, whoever that runs as.
        umask(0o022)
        var options = self.packaging.options
        options.keepsHEVC = self.keepHEVC
        let report = try PackagingBar(label: self.file).shown { progress in
            try LessonFolder.package(
                file: self.file,
                options: options,
                isProgressive: self.progressive,
                to: self.output,
                progress: progress
            )
        }
        if self.json {
            let bytes = try InputFile.read(
                "\(self.output)/\(LessonFolder.reportName)",
                sizeMax: LessonFolder.reportSizeMax
            )
            print(String(decoding: bytes, as: UTF8.self), terminator: "")
            return
        }
        let sizeBytes = report.tracks.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        print(
            """
            \(self.output)/master.m3u8: \(report.durationMs.milliseconds / 1000) s, \
            \(sizeBytes.bytes / 1000) kB in \(report.tracks.count) tracks
            """
        )
    }
}
