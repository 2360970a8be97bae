import Blobs
import CourseModel
import Logging
import ServiceLifecycle
import Synchronization

/// What there is to watch, for an agent that serves no media: the catalogue and its programmes, without the releases'
/// bytes.
final class CourseFollower: Service {
    private static let retryInterval = Duration.seconds(10)

    private let catalogue: DocumentFile<Catalogue>
    private let updates: AsyncStream<Void>
    private let client: OriginClient
    private let blobs: BlobDirectory
    private let incidents: IncidentLog
    private let logger: Logger
    private let held = Mutex<[Programme]>([])

    init(
        catalogue: DocumentFile<Catalogue>,
        updates: AsyncStream<Void>,
        client: OriginClient,
        blobs: BlobDirectory,
        incidents: IncidentLog,
        logger: Logger
    ) {
        self.catalogue = catalogue
        self.updates = updates
        self.client = client
        self.blobs = blobs
        self.incidents = incidents
        self.logger = logger
    }

    var programmes: [Programme] { self.held.withLock { $0 } }

    func lesson(_ lesson: Lesson.ID) -> PlayableLesson? {
        self.catalogue.current?.release(of: lesson).map { release in
            PlayableLesson(
                lesson: lesson,
                manifest: release.manifest,
                durationMs: release.durationMs,
                heldPermille: 1000
            )
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !(await self.follow()), !Task.isCancelled {
                try? await Task.sleep(for: Self.retryInterval)
            }
            for await _ in self.updates {
                while !(await self.follow()), !Task.isCancelled {
                    try? await Task.sleep(for: Self.retryInterval)
                }
            }
        }
    }

    /// Brings the programmes that the catalogue names.
    ///
    /// - Returns: whether all of them are here.
    private func follow() async -> Bool {
        guard let catalogue = self.catalogue.current else { return true }
        var programmes: [Programme] = []
        for entry in catalogue.programmes {
            if let programme = await self.programme(entry.document) { programmes.append(programme) }
        }
        self.held.withLock { $0 = programmes }
        return programmes.count == catalogue.programmes.count
    }

    private func programme(_ digest: Digest) async -> Programme? {
        let key = self.client.identity.originKey
        do {
            if let held = try self.blobs.read(digest, sizeMax: Programme.sizeMax) {
                return try SignedDocument<Programme>(verifying: held, with: key).payload
            }
            let bytes = try await self.client.blob(digest, sizeMax: Programme.sizeMax)
            let document = try SignedDocument<Programme>(verifying: bytes, with: key)
            _ = try self.blobs.write(bytes)
            return document.payload
        } catch let error as DocumentError {
            self.incidents.record(.documentRefused, about: Programme.documentType, "\(error)")
        } catch {
            self.logger.info("programme not had", metadata: ["digest": "\(digest)", "error": "\(error)"])
        }
        return nil
    }
}
