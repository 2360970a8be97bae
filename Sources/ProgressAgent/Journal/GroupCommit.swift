import GRDB
import Synchronization

/// Lets everything that waits for the disk share one commit: forty-eight heartbeats cost one sync, not forty-eight.
///
/// What `perform` returns is durable. A piece of work that throws is undone alone; the others of its commit stay. After
/// a failed write to the disk nothing more is written until the program is started again: pages that the system could
/// not write are lost to it, and a second sync would say that all is well.
actor GroupCommit {
    private enum State {
        case idle
        /// A commit is under way; who comes now waits for the next.
        case committing
        case broken(String)
    }

    /// One commit stays short, whatever waits.
    private static let piecesMax = 256

    private let writer: any DatabaseWriter
    private var state = State.idle
    private var waiting: [Piece] = []

    init(_ writer: any DatabaseWriter) {
        self.writer = writer
    }

    /// Runs the work in a transaction and returns when it is durable.
    ///
    /// - Throws: what the work threw, what the commit threw, or `JournalError.broken`.
    func perform<Result: Sendable>(_ work: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        let outcome = Outcome<Result>()
        let run: @Sendable (Database) -> Void = { db in outcome.take { try Self.alone(work, in: db) } }
        try await self.commit(run: run)
        return try outcome.value()
    }

    /// Work that throws takes back what it wrote, and nothing else.
    private static func alone<Result>(_ work: (Database) throws -> Result, in db: Database) throws -> Result {
        var result: Result?
        try db.inSavepoint {
            result = try work(db)
            return .commit
        }
        guard let result else { throw JournalError.broken("a commit without a result") }
        return result
    }

    private func commit(run: @escaping @Sendable (Database) -> Void) async throws {
        switch self.state {
        case .broken(let reason): throw JournalError.broken(reason)
        case .idle:
            self.state = .committing
            try await self.lead([Piece(run: run, turn: nil)])
        case .committing:
            let turn: Turn = await withCheckedContinuation { self.waiting.append(Piece(run: run, turn: $0)) }
            switch turn {
            case .done: return
            case .failed(let error): throw error
            case .lead(let pieces): try await self.lead(pieces)
            }
        }
    }

    /// Commits the pieces, answers those who wait for them, and hands what came meanwhile to the first of those.
    private func lead(_ pieces: [Piece]) async throws {
        var failure: (any Error)?
        do {
            try await self.write(pieces)
        } catch {
            failure = error
        }
        if let error = failure as? DatabaseError, error.resultCode == .SQLITE_IOERR {
            self.state = .broken("\(error)")
        } else {
            self.state = .idle
        }
        for piece in pieces {
            piece.turn?.resume(returning: failure.map { .failed($0) } ?? .done)
        }
        self.handOver()
        if let failure { throw failure }
    }

    /// Not cancelled with the task that leads: others wait for it too.
    private func write(_ pieces: [Piece]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            self.writer.asyncWrite { db in
                for piece in pieces {
                    piece.run(db)
                }
            } completion: { _, result in
                continuation.resume(with: result)
            }
        }
    }

    private func handOver() {
        guard !self.waiting.isEmpty else { return }
        if case .broken(let reason) = self.state {
            for piece in self.waiting {
                piece.turn?.resume(returning: .failed(JournalError.broken(reason)))
            }
            self.waiting = []
            return
        }
        self.state = .committing
        var next = Array(self.waiting.prefix(Self.piecesMax))
        self.waiting.removeFirst(next.count)
        let leader = next[0].turn
        next[0] = Piece(run: next[0].run, turn: nil)
        leader?.resume(returning: .lead(next))
    }
}

private struct Piece: Sendable {
    let run: @Sendable (Database) -> Void
    /// Nil for the one that leads: it is running.
    let turn: CheckedContinuation<Turn, Never>?
}

private enum Turn: Sendable {
    case done
    case failed(any Error)
    case lead([Piece])
}

/// What one piece of work came to, until its commit is durable.
private final class Outcome<Value: Sendable>: Sendable {
    private let held = Mutex<Result<Value, any Error>?>(nil)

    func take(_ work: () throws -> Value) {
        let result = Result { try work() }
        self.held.withLock { $0 = result }
    }

    func value() throws -> Value {
        guard let result = self.held.withLock({ $0 }) else { throw JournalError.broken("a commit without a result") }
        return try result.get()
    }
}
