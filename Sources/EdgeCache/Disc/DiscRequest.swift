import Blobs
package import CourseModel
import Foundation

/// What a school lacks, written on a disc that is carried to where it can be filled.
///
/// A wish, not a statement: it decides what is written on the disc and nothing else, so it is not signed.
package struct DiscRequest: Hashable, Sendable, Codable {
    /// 20,000 lessons at 70 bytes, with room to spare.
    private static let sizeMax = 2 << 20
    /// More schools than share one disc.
    private static let requestsMax = 1_000

    package let edge: Edge.ID
    package let school: School.ID
    package let schoolName: Title
    package let atMs: UTCTime
    package let catalogueVersion: Int64
    /// Of those that the catalogue lists, the ones that are not held whole.
    package let lessons: [Lesson.ID]

    /// - Returns: nil where the school has no catalogue yet, and so cannot say what it lacks.
    package init?(of status: EdgeStatus) {
        guard let catalogue = status.catalogue else { return nil }
        self.edge = status.edge
        self.school = status.school
        self.schoolName = status.schoolName
        self.atMs = status.asOfMs
        self.catalogueVersion = catalogue.version
        self.lessons = status.releases.filter { !$0.isHeld }.map(\.lesson)
    }

    /// Writes the request on a disc, in place of an earlier one of the same edge.
    package func write(on disc: DiscFolder) throws {
        try DurableFile.makeFolder(disc.requestsPath, mode: 0o755)
        let path = "\(disc.requestsPath)/\(self.edge).json"
        try DurableFile.write(try CanonicalJSON.encode(self), to: path, mode: 0o644)
    }

    /// The requests on a disc; a file that is none is passed over.
    package static func requests(on disc: DiscFolder) -> [DiscRequest] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: disc.requestsPath)) ?? []
        return names.sorted().filter { $0.hasSuffix(".json") }.prefix(Self.requestsMax).compactMap { name in
            guard let bytes = try? DurableFile.read("\(disc.requestsPath)/\(name)", sizeMax: Self.sizeMax) else {
                return nil
            }
            return try? CanonicalJSON.decode(DiscRequest.self, from: bytes)
        }
    }
}
