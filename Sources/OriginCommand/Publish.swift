import ArgumentParser
import CommandInterface
import CourseModel
import MediaPackaging
import Origin

struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes course videos the current releases of lessons: one, or a folder of them.",
        discussion: """
            A video is checked whole before anything is written. One that is cut off, has no usable picture or sound, or is \
            no video is refused, and nothing is published of it. Schools find a new release with the next catalogue.

            A folder is published by a table: a CSV file (UTF-8 or GB18030) with the columns file and lesson, and if wanted \
            language and captions. Every row is checked first; with anything wrong, nothing begins. A video that is refused \
            does not stop the others; the exit code is then 1. What is published already, of the same bytes with the same \
            options, is not packaged again: after a stop, run the same command again.

            Examples:
              lectern-origin publish lesson.mp4 --lesson l01 --captions zh=lesson.srt --data DIR
              lectern-origin publish videos --lessons lessons.csv --data DIR
              lectern-origin publish videos --lessons lessons.csv --jobs 2 --renditions 480p,270p,audio --json --data DIR
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The video, in any format that ffmpeg reads; with --lessons, the folder of the videos.",
            valueName: "path"
        )
    )
    var path: String

    @Option(help: "The lesson, as a programme names it.", transform: IdentifierArgument.read)
    var lesson: Lesson.ID?

    @Option(help: ArgumentHelp("Which file becomes which lesson: a CSV file.", valueName: "file"))
    var lessons: String?

    @Option(help: "With --lessons: how many are packaged at once (default: one for every two processors).")
    var jobs: Int?

    @OptionGroup(title: "Packaging") var packaging: PackagingArguments

    @OptionGroup var data: DataOption

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard (self.lesson == nil) != (self.lessons == nil) else {
            throw ValidationError("Say what becomes what: --lesson ID for one video, --lessons FILE for a folder.")
        }
        guard self.lessons != nil || self.jobs == nil else {
            throw ValidationError("--jobs goes with --lessons.")
        }
        guard self.lessons == nil || self.packaging.captions.isEmpty else {
            throw ValidationError("With --lessons, the captions are in the table.")
        }
        guard (1...BatchPublisher.jobsMax).contains(self.jobs ?? 1) else {
            throw ValidationError("--jobs is a number from 1 to \(BatchPublisher.jobsMax).")
        }
    }

    func run() async throws {
        let data = try self.data.path()
        let stores = try OriginStores(data: data)
        let validity = try await OriginSettings.configuration(data: data).catalogueValidity
        if let lesson = self.lesson {
            try self.publish(lesson, stores, validity: validity)
        } else if let table = self.lessons {
            let batch = PublishBatch(folder: self.path, table: table, jobs: self.jobs, options: self.packaging.options)
            try batch.run(stores, validity: validity, json: self.json)
        }
    }

    private func publish(_ lesson: Lesson.ID, _ stores: OriginStores, validity: Duration) throws {
        let video = LessonVideo(name: self.path, path: self.path, lesson: lesson, options: self.packaging.options)
        let publication = try PackagingBar(label: lesson.rawValue).shown { progress in
            try stores.publisher.publish(video, validity: validity, now: SystemTime.now, progress: progress)
        }
        if self.json {
            print(try JSONText.of(PublishedLesson(publication)))
        } else {
            print(
                """
                \(lesson)  \(publication.isUnchanged ? "unchanged" : "published"): \(publication.summary); \
                catalogue \(publication.catalogueVersion)
                """
            )
        }
    }
}

/// A release as `publish --json` prints it.
struct PublishedLesson: Encodable {
    let lesson: Lesson.ID
    let manifest: Digest
    let sizeBytes: ByteCount
    let durationMs: MediaTime
    let catalogueVersion: Int64
    let isUnchanged: Bool

    init(_ publication: Publisher.Publication) {
        self.lesson = publication.release.lesson
        self.manifest = publication.release.manifest
        self.sizeBytes = publication.release.sizeBytes
        self.durationMs = publication.release.durationMs
        self.catalogueVersion = publication.catalogueVersion
        self.isUnchanged = publication.isUnchanged
    }
}

extension Publisher.Publication {
    var summary: String {
        """
        \(self.release.durationMs.milliseconds / 1000) s, \(self.release.sizeBytes.bytes / 1000) kB in \
        \(self.trackCount) tracks
        """
    }
}
