import CourseModel
import Foundation
import HTTPServing
import Transfer

/// What a command asks about a data folder: the disk, and the agent or edge that runs on it, if one does.
package struct AgentControl: Sendable {
    private let data: String

    package init(data: String) {
        self.data = data
    }

    package func status() async throws -> AgentStatus {
        let now = UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        let running = if let file = try ControlFile.read(data: self.data) { await self.ask(file) } else { Answer?.none }
        return try await AgentStatus.read(data: self.data, running: running?.origin, now: now)
    }

    /// What the status of an agent and that of an edge have in common.
    private struct Answer: Decodable {
        let origin: AgentStatus.OriginState
    }

    /// - Returns: nil where nobody answers.
    private func ask(_ file: ControlFile) async -> Answer? {
        let connection = TransferConnection(
            options: TransferOptions(connectTimeout: .seconds(3), route: TransferRoute(proxy: .none))
        )
        let request = TransferRequest(
            method: .get,
            url: "\(file.url)/v1/status",
            headers: ["Authorization": "Bearer \(file.token)"]
        )
        guard let response = try? await connection.data(for: request, sizeMax: 16 << 20), response.status == 200 else {
            return nil
        }
        return try? CanonicalJSON.decode(Answer.self, from: response.body)
    }
}
