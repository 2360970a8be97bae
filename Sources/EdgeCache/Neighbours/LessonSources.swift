package import CourseModel
package import Prefetching
package import ProgressAgent
import Synchronization
package import Transfer

/// The places that lessons come from: the origin, and the edges that it names. Each has connections of its own, which are
/// made when they are first needed and then kept.
package final class LessonSources: Sendable {
    /// What a connection carries. What is on one never waits for what is on another.
    package enum Lane: Hashable, Sendable {
        case bulk
        /// What somebody waits for.
        case foreground
        case documents
    }

    private struct State {
        var chooser: SourceChooser
        /// Of the document that the chooser follows.
        var followed: UTCTime?
        var neighbours: [Source: Neighbourhood.Neighbour] = [:]
        var clients: [Source: OriginClient] = [:]
        var connections: [Source: [Lane: TransferConnection]] = [:]
    }

    package let origin: OriginClient
    private let neighbourhood: @Sendable () -> Neighbourhood?
    private let connect: @Sendable (Source, Lane) -> TransferConnection
    private let now: @Sendable () -> UTCTime
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// - Parameters:
    ///   - neighbourhood: the newest; nil before the first.
    ///   - connect: makes a connection.
    ///   - now: the time that requests are signed with.
    package init(
        origin: OriginClient,
        order: SourceOrder,
        neighbourhood: @escaping @Sendable () -> Neighbourhood?,
        connect: @escaping @Sendable (Source, Lane) -> TransferConnection,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.origin = origin
        self.neighbourhood = neighbourhood
        self.connect = connect
        self.now = now
        self.state = Mutex(State(chooser: SourceChooser(order: order, seed: origin.identity.seed)))
    }

    /// Who is asked for a track file next; nil where everybody was tried.
    func choose(for blob: Digest, except tried: Set<Source>) -> Source? {
        self.withChooser { $0.choose(for: blob, except: tried, at: $1) }
    }

    func bytesMax(of source: Source) -> ByteCount? {
        self.withChooser { $0.bytesMax(of: source, at: $1) }
    }

    func failed(_ failure: SourceChooser.Failure, _ source: Source) {
        self.withChooser { $0.failed(failure, source, at: $1) }
    }

    func succeeded(_ source: Source) {
        self.withChooser { chooser, _ in chooser.succeeded(source) }
    }

    /// - Parameter time: nil where something held the bytes back.
    func brought(_ bytes: ByteCount, in time: Duration?, from source: Source) {
        guard let time else { return self.succeeded(source) }
        self.withChooser { $0.brought(bytes, in: time, from: source, at: $1) }
    }

    package var standings: [SourceChooser.Standing] {
        self.withChooser { $0.standings(at: $1) }
    }

    /// Speaks to the parent; nil where there is none.
    package var parent: OriginClient? {
        let source = self.withState { state in state.neighbours.keys.first { $0.kind == .parent } }
        return source.flatMap { self.client(for: $0) }
    }

    /// Who carries to the origin what this edge has to say while it cannot reach it; nil for nobody.
    package var carrier: RelayCarrier? {
        guard let key = self.neighbourhood()?.sealingKey, let parent = self.parent else { return nil }
        return RelayCarrier(client: parent, sealingKey: key)
    }

    /// - Returns: nil for an edge that is no neighbour any more.
    func client(for source: Source) -> OriginClient? {
        if source == .origin { return self.origin }
        return self.withState { state in
            if let client = state.clients[source] { return client }
            guard let neighbour = state.neighbours[source] else { return nil }
            // A peer is asked for no documents.
            let lane = source.kind == .parent ? Lane.documents : .foreground
            let client = OriginClient(
                identity: self.origin.identity,
                connection: self.connection(to: source, lane, &state),
                neighbour: neighbour,
                now: self.now
            )
            state.clients[source] = client
            return client
        }
    }

    func connection(to source: Source, _ lane: Lane) -> TransferConnection {
        self.state.withLock { self.connection(to: source, lane, &$0) }
    }

    /// Fetches a small blob whole: of the origin, or of the parent.
    ///
    /// - Parameter onRefusal: told of a source that sent other bytes.
    /// - Throws: what the last one that was asked threw.
    func blob(_ digest: Digest, sizeMax: Int, onRefusal: (Source) -> Void) async throws -> [UInt8] {
        var tried: Set<Source> = []
        var last: any Error = OriginClientError.wrongDigest(digest)
        while let source = self.choose(for: digest, except: tried) {
            tried.insert(source)
            guard source.kind != .peer, let client = self.client(for: source) else { continue }
            do {
                return try await client.blob(digest, sizeMax: sizeMax)
            } catch OriginClientError.wrongDigest {
                onRefusal(source)
                self.failed(.wrongBytes, source)
                last = OriginClientError.wrongDigest(digest)
            } catch let error as OriginProblem where error.status == 404 {
                self.failed(.notHeld(digest), source)
                last = error
            } catch {
                self.failed(.line(retryAfter: (error as? OriginProblem)?.retryAfter), source)
                last = error
            }
        }
        throw last
    }

    private func connection(to source: Source, _ lane: Lane, _ state: inout State) -> TransferConnection {
        if let connection = state.connections[source]?[lane] { return connection }
        let connection = self.connect(source, lane)
        state.connections[source, default: [:]][lane] = connection
        return connection
    }

    private func withChooser<Result: Sendable>(_ body: (inout SourceChooser, Duration) -> Result) -> Result {
        let now = self.start.duration(to: .now)
        return self.withState { body(&$0.chooser, now) }
    }

    private func withState<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        let newest = self.neighbourhood()
        return self.state.withLock { state in
            if let newest, newest.issuedAtMs != state.followed { self.follow(newest, &state) }
            return body(&state)
        }
    }

    /// A neighbour that is reached elsewhere by now gets other connections.
    private func follow(_ newest: Neighbourhood, _ state: inout State) {
        state.followed = newest.issuedAtMs
        var neighbours: [Source: Neighbourhood.Neighbour] = [:]
        if let parent = newest.parent { neighbours[.parent(parent.edge)] = parent }
        for peer in newest.peers { neighbours[.peer(peer.edge)] = peer }
        for (source, neighbour) in state.neighbours where neighbours[source] != neighbour {
            state.clients[source] = nil
            state.connections[source] = nil
        }
        state.neighbours = neighbours
        state.chooser.follow(parent: newest.parent?.edge, peers: newest.peers.map(\.edge))
    }
}

extension EdgeIdentity {
    /// The edge's name is as good a seed as any, and no other school has it.
    var seed: UInt64 {
        Digest(of: Array(self.edge.rawValue.utf8)).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
