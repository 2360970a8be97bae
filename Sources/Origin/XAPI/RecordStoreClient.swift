import Foundation
import Transfer

/// Sends statements to a learning record store (xAPI 1.0.3, part 3).
///
/// A statement that the store has already is no error: sending everything again costs only the line.
package struct RecordStoreClient: Sendable {
    /// What a store did with statements.
    package struct Outcome: Hashable, Sendable, Codable {
        /// Were new to it.
        package internal(set) var new: Int64 = 0
        /// It had them already.
        package internal(set) var known: Int64 = 0
        /// It has another statement under their identifiers, and keeps that.
        package internal(set) var differing: Int64 = 0

        package init() {}

        package static func += (total: inout Self, more: Self) {
            total.new += more.new
            total.known += more.known
            total.differing += more.differing
        }
    }

    /// Many stores take no more at once.
    private static let batchMax = 200
    private static let batchBytesMax = 256 << 10
    private static let answerBytesMax = 256 << 10
    private static let attemptsMax = 6
    private static let pauseMax: Duration = .seconds(60)

    private let url: String
    private let authorization: String
    private let connection: TransferConnection

    /// - Parameters:
    ///   - url: the store's endpoint, e.g. `https://store.example/xAPI`; statements go to `statements` below it.
    ///   - password: sent with each request (RFC 7617), never in a URL.
    package init(url: String, user: String, password: String) {
        self.url = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/statements"
        self.authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        self.connection = TransferConnection()
    }

    /// Sends statements in batches, in their order.
    ///
    /// - Throws: `RecordStoreError`, `TransferError`.
    package func send(_ statements: [XAPIStatement]) async throws -> Outcome {
        var outcome = Outcome()
        var batch: [String] = []
        for text in try statements.map({ try $0.line }) {
            if !batch.isEmpty,
                batch.count == Self.batchMax
                    || batch.reduce(text.utf8.count, { $0 + $1.utf8.count }) > Self.batchBytesMax
            {
                try await self.send(batch, into: &outcome)
                batch = []
            }
            batch.append(text)
        }
        if !batch.isEmpty { try await self.send(batch, into: &outcome) }
        return outcome
    }

    private func send(_ batch: [String], into outcome: inout Outcome) async throws {
        let response = try await self.post(batch)
        switch response.status {
        case 200:
            let new = (try? JSONDecoder().decode([String].self, from: Data(response.body)))?.count ?? batch.count
            outcome.new += Int64(new)
            outcome.known += Int64(batch.count - new)
        case 204:
            outcome.known += Int64(batch.count)
        case 409 where batch.count == 1:
            outcome.differing += 1
        case 409:
            // A batch is taken whole or not at all: the others must not wait for the one that differs.
            for statement in batch { try await self.send([statement], into: &outcome) }
        default:
            throw RecordStoreError(status: response.status, text: String(decoding: response.body, as: UTF8.self))
        }
    }

    /// Tries again where the store is busy or the line fails.
    private func post(_ batch: [String]) async throws -> TransferResponse {
        let request = TransferRequest(
            method: .post,
            url: self.url,
            headers: [
                "Authorization": self.authorization, "Content-Type": "application/json",
                "X-Experience-API-Version": "1.0.3",
            ],
            body: Array("[\(batch.joined(separator: ","))]".utf8)
        )
        var pause = Duration.seconds(1)
        for attempt in 1... {
            do {
                let response = try await self.connection.data(for: request, sizeMax: Self.answerBytesMax)
                guard [429, 502, 503, 504].contains(response.status), attempt < Self.attemptsMax else {
                    return response
                }
                pause = max(pause, response.retryAfter ?? .zero)
            } catch let error as TransferError where error.isTemporary && attempt < Self.attemptsMax {
                // Whether it came is not known; what the store has already it says.
            }
            try await Task.sleep(for: min(pause, Self.pauseMax))
            pause *= 2
        }
        throw CancellationError()
    }
}

/// The store did not take the statements.
package struct RecordStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    let status: Int
    let text: String

    package var description: String {
        let said = self.text.prefix(300)
        return switch self.status {
        case 401, 403: "the record store does not let this user write (\(self.status)): check user, password and rights"
        case 404: "the record store has no statements there (404): the address ends before `/statements`"
        default: "the record store answered \(self.status): \(said)"
        }
    }
}
