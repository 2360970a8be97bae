import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache
import Foundation
import HTTPServing
import Prefetching

struct DiscExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes lessons that are held here on a disc, or on several.",
        discussion: """
            Without --all, --programme or --lesson, the disc gets what the requests on it name. With --size, the set is
            divided over folders disc-01, disc-02, …, what is needed first on the first; each is a disc by itself. Can be
            run again after an interruption: what is on the disc and right is not written again. Exit code 1 where
            something that was asked for is not written.

            Examples:
              lectern-edge disc export /media/usb --data /var/lib/lectern
              lectern-edge disc export ./discs --programme primary-2025 --size 4700 --data /var/lib/lectern
              lectern-edge disc export /media/usb --lesson l01 --lesson l02 --rendition 480p --data /var/lib/lectern
            """
    )

    @Argument(help: "The folder of the disc; of more than one, the folder to make them in.")
    var folder: String

    @OptionGroup var data: DataOption

    @Flag(help: "Every lesson that the catalogue lists.")
    var all = false

    @Option(help: "The lessons of this programme; may be given more than once.")
    var programme: [Programme.ID] = []

    @Option(help: "This lesson; may be given more than once.")
    var lesson: [Lesson.ID] = []

    @Option(help: "At most this rendition: source, 480p, 270p, audio. The best that is held here if not given.")
    var rendition = RenditionPreference.auto

    @Option(
        name: .customLong("size"),
        help: "Room on one disc, in MB (millions of bytes): 700 for a CD, 4700 for a DVD."
    )
    var sizeMB: Int?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        let ways = [self.all, !self.programme.isEmpty, !self.lesson.isEmpty]
        guard ways.filter({ $0 }).count <= 1 else {
            throw ValidationError("Give one of --all, --programme and --lesson.")
        }
        guard self.sizeMB.map({ (1...10_000_000).contains($0) }) ?? true else {
            throw ValidationError("--size is a number of MB, at least 1.")
        }
    }

    func run() async throws {
        let now = UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        let disc = DiscFolder(path: self.folder)
        let export = try DiscExport(data: self.data.path())
        let plan = try export.plan(
            try self.selection(disc),
            rendition: self.rendition,
            discSizeBytes: self.sizeMB.map { ByteCount(bytes: Int64($0) * 1_000_000) },
            now: now
        )
        let page = DiscPage(
            pages: try Pages(folders: [EdgeResources.folder]),
            export: export,
            discs: plan.discs.count,
            now: now
        )
        let bar = ProgressBar("disc", total: plan.sizeBytes.bytes)
        var done = ByteCount.zero
        let result = try export.write(plan, to: disc, page: page.text) { bytes in
            done += bytes
            bar.update(done.bytes)
        }
        bar.finish()
        print(self.json ? try JSONText.of(result) : self.text(result), terminator: self.json ? "\n" : "")
        guard result.leftOut.isEmpty else { throw ExitCode(CommandExit.failed.rawValue) }
    }

    private func selection(_ disc: DiscFolder) throws -> DiscSelection {
        if self.all { return .everything }
        if !self.programme.isEmpty { return .programmes(Set(self.programme)) }
        if !self.lesson.isEmpty { return .lessons(Set(self.lesson)) }
        let requests = DiscRequest.requests(on: disc)
        guard !requests.isEmpty else {
            throw ValidationError(
                """
                Say what to write: --all, --programme or --lesson; or have the school write its request on the disc with \
                `lectern-edge disc request`.
                """
            )
        }
        return .requested(Set(requests.flatMap(\.lessons)))
    }

    private func text(_ result: DiscExportResult) -> String {
        var table = TextTable([.init("disc"), .init("lessons", .trailing), .init("size", .trailing)])
        for disc in result.discs {
            table.append([disc.folder, "\(disc.lessons.count)", QuantityText.bytes(disc.sizeBytes)])
        }
        let left = Dictionary(grouping: result.leftOut, by: \.reason).sorted { $0.key.rawValue < $1.key.rawValue }
        let lines = left.map { reason, lessons in
            "not written, \(reason.words): \(lessons.map(\.lesson.rawValue).sorted().joined(separator: " "))\n"
        }
        return (result.discs.isEmpty ? "no disc was written\n" : table.text) + lines.joined()
    }
}

extension DiscPlan.LeftOut.Reason {
    fileprivate var words: String {
        switch self {
        case .notHeld: "since not held here whole"
        case .tooLarge: "since larger than a disc (a larger --size, or a lower --rendition)"
        case .damaged: "since damaged here"
        }
    }
}

extension RenditionPreference: ExpressibleByArgument {}
