import ArgumentParser
import CommandInterface
import CourseModel
import MediaPackaging
import Origin

struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a course video the current release of a lesson.",
        discussion: """
            The video is checked whole before anything is written. One that is cut off, has no usable picture or sound, \
            or is no video is refused, and nothing is published. Schools find the new release with the next catalogue.

            Example:
              lectern-origin publish lesson.mp4 --lesson l01 --data DIR
            """
    )

    private struct Result: Encodable {
        let lesson: Lesson.ID
        let manifest: Digest
        let sizeBytes: ByteCount
        let durationMs: MediaTime
        let catalogueVersion: Int64
        let isUnchanged: Bool
    }

    @Argument(help: ArgumentHelp("The video: H.264 with AAC in MP4, MOV or Matroska.", valueName: "file"))
    var file: String

    @Option(help: "The lesson, as a programme names it.", transform: IdentifierArgument.read)
    var lesson: Lesson.ID

    @Option(help: "Language of the sound, e.g. zh; else as the file says.")
    var language: String?

    @OptionGroup var data: DataOption

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let path = try self.data.path()
        let stores = try OriginStores(data: path)
        let configuration = try await OriginSettings.configuration(data: path)
        let bar = PackagingBar(lesson: self.lesson.rawValue)
        let publication = try bar.shown { progress in
            try stores.publisher.publish(
                file: self.file,
                lesson: self.lesson,
                language: self.language,
                validity: configuration.catalogueValidity,
                at: SystemTime.now(),
                progress: progress
            )
        }
        let release = publication.release
        if self.json {
            let result = Result(
                lesson: release.lesson,
                manifest: release.manifest,
                sizeBytes: release.sizeBytes,
                durationMs: release.durationMs,
                catalogueVersion: publication.catalogueVersion,
                isUnchanged: publication.isUnchanged
            )
            print(try JSONText.of(result))
        } else {
            print(
                """
                \(release.lesson)  \(publication.isUnchanged ? "unchanged" : "published"): \
                \(release.durationMs.milliseconds / 1000) s, \(release.sizeBytes.bytes / 1000) kB in \
                \(publication.manifest.tracks.count) tracks; catalogue \(publication.catalogueVersion)
                """
            )
        }
    }
}

/// A progress bar for packaging, whose length is known only when it has begun.
struct PackagingBar {
    let lesson: String

    func shown<Result>(_ work: (@Sendable (MediaTime, MediaTime) -> Void) throws -> Result) rethrows -> Result {
        let bar = LateProgressBar("packaging \(self.lesson)")
        defer { bar.finish() }
        return try work { done, total in bar.update(done.milliseconds, of: total.milliseconds) }
    }
}
