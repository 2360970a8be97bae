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
    private let standIn: @Sendable () -> OriginClient?
    private let incidents: IncidentLog
    private let contact: OriginContact
    private let interval: Duration
    private let logger: Logger
    private let entityTag = Mutex<String?>(nil)
    private let lastAsked = Mutex<ContinuousClock.Instant?>(nil)
    private let arrivals: AsyncStream<Void>.Continuation
    /// One element after each newer document; for one listener, which may miss some but never the last.
    package let updates: AsyncStream<Void>

    /// - Parameter standIn: who is asked while the origin cannot be; nil for nobody.
    package init(
        file: DocumentFile<Payload>,
        client: OriginClient,
        standIn: @escaping @Sendable () -> OriginClient? = { nil },
        incidents: IncidentLog,
        contact: OriginContact,
        interval: Duration,
        logger: Logger
    ) {
        self.file = file
        self.client = client
        self.standIn = standIn
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

    /// Asks once, unless somebody did within this time.
    package func follow(unlessWithin time: Duration) async {
        let now = ContinuousClock.now
        let isDue = self.lastAsked.withLock { $0.map { $0.duration(to: now) >= time } ?? true }
        if isDue { await self.follow() }
    }

    /// Asks once.
    ///
    /// - Returns: how long the origin wants to be left alone; nil where it does not say.
    @discardableResult
    package func follow() async -> Duration? {
        self.lastAsked.withLock { $0 = .now }
        do {
            guard case .document(let document, let tag) = try await self.ask() else { return nil }
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
        } catch {
            self.logger.debug("origin not reached", metadata: ["for": "\(Payload.documentType)", "error": "\(error)"])
            return (error as? OriginProblem)?.retryAfter
        }
        return nil
    }

    /// Asks the origin; while there is no getting through to it, whoever stands in for it.
    private func ask() async throws -> OriginClient.Answer<Payload> {
        let tag = self.entityTag.withLock { $0 }
        do {
            let answer = try await self.client.document(Payload.self, at: Payload.path, unless: tag)
            self.contact.reached()
            return answer
        } catch let error as DocumentError {
            self.contact.reached()
            throw error
        } catch {
            self.contact.missed("\(error)")
            if error is Interception { self.incidents.record(.lineIntercepted, about: "line", "\(error)") }
            guard !(error is OriginProblem), let standIn = self.standIn() else { throw error }
            return try await standIn.document(Payload.self, at: Payload.path, unless: tag)
        }
    }

    private func refuse(_ reason: String) {
        self.incidents.record(.documentRefused, about: Payload.documentType, reason)
        self.logger.warning("document refused", metadata: ["type": "\(Payload.documentType)", "reason": "\(reason)"])
    }
}
