import CourseModel
import Foundation
import HTTPServing
import Transfer

/// What a command asks about a data folder: the agent that runs on it, or else the disk.
package struct AgentControl: Sendable {
    private let data: String

    package init(data: String) {
        self.data = data
    }

    package func status() async throws -> AgentStatus {
        if let file = try ControlFile.read(data: self.data), let status = await self.ask(file) { return status }
        let now = UTCTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        return try await AgentStatus.read(data: self.data, now: now)
    }

    /// - Returns: nil where nobody answers, or somebody who is no agent alone.
    private func ask(_ file: ControlFile) async -> AgentStatus? {
        let connection = TransferConnection(options: TransferOptions(connectTimeout: .seconds(3)))
        let request = TransferRequest(
            method: .get,
            url: "\(file.url)/v1/status",
            headers: ["Authorization": "Bearer \(file.token)"]
        )
        guard let response = try? await connection.data(for: request, sizeMax: 1 << 20), response.status == 200 else {
            return nil
        }
        return try? CanonicalJSON.decode(AgentStatus.self, from: response.body)
    }
}
