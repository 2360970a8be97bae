import ArgumentParser
import CommandInterface
import CourseModel
import EdgeCache
import Foundation
import ProgressAgent

struct DiscRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Writes on a disc what this school lacks, and what it has to report.",
        discussion: """
            The edge must be running. `disc export` at a place that holds the courses writes what the request names. The
            journal file is what `lectern-agent export` writes; the province takes it in where the school has no line.

            Example:
              lectern-edge disc request /media/usb --data /var/lib/lectern
            """
    )

    @Argument(help: "The folder of the disc or stick.")
    var folder: String

    @OptionGroup var data: DataOption

    func run() async throws {
        let data = try self.data.path()
        let disc = DiscFolder(path: self.folder)
        let status = try await EdgeControl(data: data).status()
        guard let request = DiscRequest(of: status) else { throw DiscRequestError.noCatalogue }
        try request.write(on: disc)
        print("request of \(request.schoolName.zh) (\(request.edge)): lessons \(request.lessons.count)")
        try await self.writeJournal(of: request.edge, on: disc, data: data)
        print("next: lectern-edge disc export \(self.folder), at a place that holds the courses")
    }

    /// Rows that are not acknowledged; none where the disk was restored and has no epoch yet.
    private func writeJournal(of edge: Edge.ID, on disc: DiscFolder, data: String) async throws {
        try FileManager.default.createDirectory(atPath: disc.journalsPath, withIntermediateDirectories: true)
        let file = "\(disc.journalsPath)/\(edge).lectern"
        do {
            guard let rows = try await JournalExport(data: data).write(to: file, all: false) else { return }
            print("rows \(rows.lowerBound) to \(rows.upperBound) of the journal are in \(file)")
        } catch let error as JournalExportError {
            StandardError.write("no journal is on the disc: \(error)\n")
        }
    }
}

/// Why a school cannot say what it lacks.
enum DiscRequestError: Error, CustomStringConvertible {
    case noCatalogue

    var description: String {
        "no catalogue has come yet, so this school cannot say what it lacks: have a disc made with --all or --programme"
    }
}
