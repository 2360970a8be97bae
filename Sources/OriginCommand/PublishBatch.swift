import CommandInterface
import CourseModel
import FoundationEssentials
import MediaPackaging
import Origin

/// `publish DIR --lessons FILE`: reads the table, publishes, and says what became of each video.
struct PublishBatch {
    let folder: String
    let table: String
    /// Nil: as many as suit this computer.
    let jobs: Int?
    let options: PackagingOptions

    /// - Throws: `CommandFailure` unless every video is published.
    func run(_ stores: OriginStores, validity: Duration, json: Bool) throws {
        let videos = try self.videos(stores)
        StopSignal.watch()
        let outcomes = self.publish(videos, stores, validity: validity)
        let version = try stores.catalogue.current?.payload.version ?? 0
        let report = BatchReport(videos: videos, outcomes: outcomes, catalogueVersion: version)
        print(json ? try JSONText.of(report) : report.text, terminator: json ? "\n" : "")
        StopSignal.endIfNoted()
        guard outcomes.allSatisfy(\.isPublished) else {
            throw CommandFailure(
                "\(outcomes.count { !$0.isPublished }) of \(outcomes.count) videos are not published: see above"
            )
        }
    }

    private func videos(_ stores: OriginStores) throws -> [LessonVideo] {
        let bytes = try InputFile.read(self.table, sizeMax: LessonTable.fileSizeMax)
        let lessons = try stores.catalogue.programmes.flatMap(\.lessons)
        do throws(LessonTableError) {
            return try LessonTable(bytes, folder: self.folder, lessons: lessons, options: self.options).videos
        } catch {
            throw CommandFailure("nothing was published; in \(self.table):\n\(error)")
        }
    }

    private func publish(_ videos: [LessonVideo], _ stores: OriginStores, validity: Duration) -> [PublicationOutcome] {
        let publisher = BatchPublisher(publisher: stores.publisher, validity: validity, now: SystemTime.now)
        let label = { @Sendable (finished: Int) in "publishing \(finished)/\(videos.count)" }
        let bar = ProgressBar(label(0), total: BatchPublisher.size(of: videos).bytes)
        defer { bar.finish() }
        return publisher.publish(
            videos,
            jobs: self.jobs ?? BatchPublisher.jobs(processors: ProcessInfo.processInfo.activeProcessorCount),
            isStopped: StopSignal.isNoted
        ) { progress in
            bar.update(progress.doneBytes, label: label(progress.finishedCount))
            guard let (video, outcome) = progress.finished, !StandardError.isTerminal || outcome.message != nil else {
                return
            }
            bar.say("\(progress.finishedCount)/\(videos.count)  \(BatchReport.line(videos[video], outcome))")
        }
    }
}
