import Blobs
package import CourseModel
import Synchronization

/// What was refused or went wrong at this school, for the technician to see: the last ones in full, all of them counted.
///
/// Kept in a file of the data folder; losing it to a power cut loses no one's minutes.
package final class IncidentLog: Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// A catalogue, roster, manifest or receipt with a wrong signature, or older than the one held.
        case documentRefused
        /// Bytes that are not the ones their digest names.
        case chunkRefused
        /// Bytes on the disk that are not what was written.
        case chunkRotten
        /// Something on the way answered instead of the origin.
        case lineIntercepted
        /// Two futures of one journal.
        case fork
        case diskFull
        /// A file of the data folder that was put aside.
        case fileDamaged
    }

    package struct Incident: Hashable, Sendable, Codable {
        package let kind: Kind
        package let atMs: UTCTime
        package let subject: String
        package let reason: String
        /// How often the same happened in a row.
        package var times: Int64
    }

    private struct Content: Codable {
        var total: Int64
        var incidents: [Incident]
    }

    /// Enough to see what happened lately; a faulty proxy must not fill the disk.
    private static let incidentsMax = 100

    private let path: String
    private let now: @Sendable () -> UTCTime
    private let content: Mutex<Content>

    package init(path: String, now: @escaping @Sendable () -> UTCTime) {
        self.path = path
        self.now = now
        let bytes = (try? DurableFile.read(path, sizeMax: 1 << 20)) ?? nil
        let content = bytes.flatMap { try? CanonicalJSON.decode(Content.self, from: $0) }
        self.content = Mutex(content ?? Content(total: 0, incidents: []))
    }

    /// Newest first.
    package var recent: [Incident] { self.content.withLock { $0.incidents.reversed() } }
    package var total: Int64 { self.content.withLock { $0.total } }

    package func record(_ kind: Kind, about subject: String, _ reason: String) {
        let now = self.now()
        let bytes = self.content.withLock { content in
            content.total += 1
            if let last = content.incidents.last, (last.kind, last.subject, last.reason) == (kind, subject, reason) {
                let times = content.incidents.removeLast().times + 1
                content.incidents.append(
                    Incident(kind: kind, atMs: now, subject: subject, reason: reason, times: times)
                )
            } else {
                content.incidents.append(Incident(kind: kind, atMs: now, subject: subject, reason: reason, times: 1))
            }
            content.incidents = content.incidents.suffix(Self.incidentsMax)
            return try? CanonicalJSON.encode(content)
        }
        if let bytes {
            try? DurableFile.write(bytes, to: self.path)
        }
    }
}
