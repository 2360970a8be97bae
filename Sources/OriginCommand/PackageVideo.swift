import ArgumentParser
import CommandInterface
import CourseModel
import MediaPackaging
import Origin

struct PackageVideo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "package",
        abstract: "Packages a video into a folder that any web server can serve; publishes nothing.",
        discussion: """
            The folder gets master.m3u8, a playlist for each track, and the segments (CMAF).

            Example:
              lectern-origin package lesson.mp4 --output lesson
            """
    )

    @Argument(help: ArgumentHelp("The video: H.264 with AAC in MP4, MOV or Matroska.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("A new folder, or an empty one.", valueName: "dir"))
    var output: String

    @Option(help: "Language of the sound, e.g. zh; else as the file says.")
    var language: String?

    func run() async throws {
        guard let lesson = Lesson.ID("lesson") else { throw CommandFailure("'lesson' is no identifier") }
        let manifest = try PackagingBar(lesson: self.file).shown { progress in
            try LessonFolder.package(
                file: self.file,
                lesson: lesson,
                language: self.language,
                to: self.output,
                progress: progress
            )
        }
        print(
            """
            \(self.output)/master.m3u8: \(manifest.durationMs.milliseconds / 1000) s, \
            \(manifest.sizeBytes.bytes / 1000) kB in \(manifest.tracks.count) tracks
            """
        )
    }
}
