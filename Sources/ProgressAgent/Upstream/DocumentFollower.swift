import CourseModel
package import Logging
import ServiceLifecycle
import Synchronization
import Transfer

/// Keeps one kind of document up to date: asks the origin from time to time, takes what is newer, refuses and records
/// the rest.
package final class DocumentFollower<Payload: VersionedPayload>: Service {
    private let file: DocumentFile<Payload>
    private let client: OriginClient
    private let incidents: IncidentLog
    private let contact: OriginContact
    private let interval: Duration
    private let logger: Logger
    private let entityTag = Mutex<String?>(nil)
    private let arrivals: AsyncStream<Void>.Continuation
    /// One element after each newer document; for one listener, which may miss some but never the last.
    package let updates: AsyncStream<Void>

    package init(
        file: DocumentFile<Payload>,
        client: OriginClient,
        incidents: IncidentLog,
        contact: OriginContact,
        interval: Duration,
        logger: Logger
    ) {
        self.file = file
        self.client = client
        self.incidents = incidents
        self.contact = contact
        self.interval = interval
        self.logger = logger
        (self.updates, self.arrivals) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func run() async throws {
        defer { self.arrivals.finish() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let asked = await self.follow() ?? .zero
                // A tenth more or less, so that schools that were switched on together do not ask together for ever.
                let usual = self.interval * Int64.random(in: 900...1_100) / 1_000
                try? await Task.sleep(for: max(asked, usual))
            }
        }
    }

    /// Asks once.
    ///
    /// - Returns: how long the origin wants to be left alone; nil where it does not say.
    @discardableResult
    package func follow() async -> Duration? {
        do {
            let answer = try await self.client.document(
                Payload.self,
                at: Payload.path,
                unless: self.entityTag.withLock { $0 }
            )
            self.contact.reached()
            guard case .document(let document, let tag) = answer else { return nil }
            if try self.file.accept(document) {
                self.logger.info(
                    "document taken",
                    metadata: ["type": "\(Payload.documentType)", "version": "\(document.payload.version)"]
                )
                self.arrivals.yield()
            }
            self.entityTag.withLock { $0 = tag }
        } catch let error as DocumentError {
            self.refuse("\(error)")
        } catch let error as DocumentFileError {
            self.refuse("\(error)")
        } catch let error as Interception {
            self.contact.missed("\(error)")
            self.incidents.record(.lineIntercepted, about: "line", "\(error)")
        } catch {
            self.contact.missed("\(error)")
            self.logger.debug("origin not reached", metadata: ["for": "\(Payload.documentType)", "error": "\(error)"])
            return (error as? OriginProblem)?.retryAfter
        }
        return nil
    }

    private func refuse(_ reason: String) {
        self.contact.reached()
        self.incidents.record(.documentRefused, about: Payload.documentType, reason)
        self.logger.warning("document refused", metadata: ["type": "\(Payload.documentType)", "reason": "\(reason)"])
    }
}
