import ArgumentParser
import Foundation

struct Packaging: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Packaging a video by stream copy beside ffmpeg and Shaka Packager, and encoding one beside ffmpeg.",
        discussion: """
            All make CMAF segments of about 6 s, HLS playlists and an index of the same videos, which ffmpeg makes first. \
            Ours and ffmpeg's time contains the SHA-256 of the source and of all that was written; Shaka Packager's does \
            not. Ours also checks the source whole before it writes, and waits until all is on the disk.

            Example:
              script/bench packaging
            """
    )

    @Option(help: "The release build of lectern-origin.")
    var origin: String

    @Option(help: "Shaka Packager's program.")
    var shaka: String

    @Option(help: "A folder for videos and results; the videos are kept for the next run.")
    var work: String

    @Option(help: "Counted rounds.")
    var rounds = 7

    @Option(help: "Where the result goes, as JSON.")
    var output: String

    func run() throws {
        try FileManager.default.createDirectory(atPath: self.work, withIntermediateDirectories: true)
        let contenders = PackagingContenders(origin: self.origin, shaka: self.shaka, work: self.work)
        var comparisons: [Comparison] = []
        for lesson in SampleLesson.copied {
            let file = try lesson.file(in: self.work)
            for hasPictures in [true, false] {
                comparisons.append(
                    try Comparison(
                        work: lesson.name + (hasPictures ? "" : ", no pictures"),
                        rounds: self.rounds,
                        [
                            contenders.copy(file, hasPictures: hasPictures), contenders.ffmpeg(file),
                            contenders.shaka(file),
                        ],
                        log: "\(self.work)/run.log"
                    )
                )
            }
        }
        let file = try SampleLesson.encoded.file(in: self.work)
        for renditions in [[EncodedRendition.p270], [.p480, .p270]] {
            comparisons.append(
                try Comparison(
                    work:
                        "\(SampleLesson.encoded.name), encoded to \(renditions.map(\.name).joined(separator: " and "))",
                    rounds: min(self.rounds, 3),
                    [contenders.encode(file, renditions), contenders.ffmpeg(file, renditions)],
                    log: "\(self.work)/run.log"
                )
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(comparisons) + Data("\n".utf8)).write(to: URL(filePath: self.output))
        print(ComparisonTable.text(of: comparisons))
    }
}
