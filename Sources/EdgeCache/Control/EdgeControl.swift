package import CourseModel
import HTTPServing
import ProgressAgent
import Transfer

/// What a command asks the edge that runs on the same data folder.
package struct EdgeControl: Sendable {
    private static let answerBytesMax = 16 << 20
    private static let startingInterval: Duration = .milliseconds(200)

    private let data: String
    private let file: ControlFile
    private let connection: TransferConnection

    /// - Throws: `EdgeControlError.notRunning` where no edge runs on the data folder.
    package init(data: String) throws {
        guard let file = try ControlFile.read(data: data) else { throw EdgeControlError.notRunning(data: data) }
        self.data = data
        self.file = file
        self.connection = TransferConnection(
            options: TransferOptions(connectTimeout: .seconds(3), route: TransferRoute(proxy: .none))
        )
    }

    /// Waits for an edge that is just starting.
    ///
    /// - Throws: `EdgeControlError.notRunning` where none answers in time.
    package static func whenRunning(data: String, within limit: Duration) async throws -> EdgeControl {
        let end = ContinuousClock.now + limit
        while true {
            do {
                let control = try EdgeControl(data: data)
                _ = try await control.status()
                return control
            } catch EdgeControlError.notRunning where ContinuousClock.now < end {
                try await Task.sleep(for: Self.startingInterval)
            }
        }
    }

    package func status() async throws -> EdgeStatus {
        try CanonicalJSON.decode(EdgeStatus.self, from: try await self.ask(.get, "/v1/status"))
    }

    package func plan() async throws -> EdgePlan {
        try CanonicalJSON.decode(EdgePlan.self, from: try await self.ask(.get, "/v1/plan"))
    }

    package func grant(_ wish: LessonWish, _ lesson: Lesson.ID) async throws {
        _ = try await self.ask(.post, "/v1/prefetch/\(wish.rawValue)/\(lesson)")
    }

    /// - Parameter lesson: any that the catalogue lists.
    /// - Returns: an address under which a player finds the lesson's playlist, for a while.
    package func address(of lesson: Lesson.ID) async throws -> LessonAddress {
        let body = try CanonicalJSON.encode(LessonAddress.Request(lesson: lesson))
        return try CanonicalJSON.decode(LessonAddress.self, from: try await self.ask(.post, "/v1/lesson-urls", body))
    }

    /// Asks for a scrub; the status tells how far it is.
    package func scrub() async throws {
        _ = try await self.ask(.post, "/v1/scrub")
    }

    package func setPaused(_ isPaused: Bool) async throws {
        _ = try await self.ask(.post, isPaused ? "/v1/prefetch/pause" : "/v1/prefetch/resume")
    }

    /// - Throws: `EdgeControlError`.
    func ask(_ method: TransferRequest.Method, _ path: String, _ body: [UInt8]? = nil) async throws -> [UInt8] {
        let request = TransferRequest(
            method: method,
            url: self.file.url + path,
            headers: ["Authorization": "Bearer \(self.file.token)", "Content-Type": "application/json"],
            body: body ?? (method == .post ? [] : nil)
        )
        let response: TransferResponse
        do {
            response = try await self.connection.data(for: request, sizeMax: Self.answerBytesMax)
        } catch TransferError.unreachable {
            throw EdgeControlError.notRunning(data: self.data)
        }
        guard (200..<300).contains(response.status) else {
            let problem = OriginProblem(response)
            throw EdgeControlError.refused(type: problem.type, problem.detail ?? path)
        }
        return response.body
    }
}

/// Where a player finds a lesson.
package struct LessonAddress: Hashable, Sendable, Codable {
    package struct Request: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID

        package init(lesson: Lesson.ID) {
            self.lesson = lesson
        }
    }

    package let lesson: Lesson.ID
    package let url: String
    package let expiresAtMs: UTCTime
}

/// Why a command got no answer from the running edge.
package enum EdgeControlError: Error, Hashable, Sendable, CustomStringConvertible {
    case notRunning(data: String)
    /// - Parameter type: the last part of `urn:lectern:problem:…`.
    case refused(type: String?, String)

    package var description: String {
        switch self {
        case .notRunning(let data):
            "no edge runs on \(data): start it with `lectern-edge serve --data \(data)` and try again"
        case .refused(_, let reason): reason
        }
    }
}
