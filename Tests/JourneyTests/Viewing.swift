import CourseModel

/// A trainee's player, as the edge sees it: opens a viewing session and sends numbered heartbeats until they are kept.
final class Viewing {
    private struct Opening: Encodable {
        let lesson: String
        let playerMs: Int64
        let room: String?
    }

    struct Opened: Decodable {
        let session: String
        let playlist: String
        let resumeMs: Int64
        let durationMs: Int64
    }

    struct Beat: Encodable {
        let beat: Int64
        let mediaMs: [Int64]
        let playerMs: [Int64]
        let cause: String
    }

    private struct Heartbeats: Encodable {
        let playerMs: Int64
        let beats: [Beat]
        let positionMs: Int64
    }

    struct Kept: Decodable {
        let kept: Int64
        let keptMs: Int64
        let coveredMs: Int64
    }

    let opened: Opened
    private let visitor: Visitor
    private static let clock = ContinuousClock()
    private static let start = clock.now
    private var number: Int64 = 0
    private var unanswered: [Beat] = []
    private(set) var positionMs: Int64
    private var lastMs: Int64

    /// A page's monotonic clock: milliseconds since an arbitrary moment.
    static var playerMs: Int64 {
        let (seconds, attoseconds) = (self.clock.now - self.start).components
        return 1_000_000 + seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    init(_ lesson: String, by visitor: Visitor, fromMs: Int64 = 0, room: String? = nil) async throws {
        self.visitor = visitor
        self.lastMs = Self.playerMs
        self.positionMs = fromMs
        let answer = try await visitor.post(
            "/v1/viewing-sessions",
            json: Opening(lesson: lesson, playerMs: self.lastMs, room: room)
        )
        guard answer.status == 201 else {
            throw Visitor.Unexpected(description: "viewing session: \(answer.status) \(answer.text)")
        }
        self.opened = try answer.json(Opened.self)
        self.lastMs = Self.playerMs
    }

    /// Everything since the last heartbeat was played at the rate of one: notes it down, to be sent.
    func play(cause: String = "tick") {
        let now = Self.playerMs
        let media = min(now - self.lastMs, self.opened.durationMs - self.positionMs)
        if media > 0 {
            self.unanswered.append(
                Beat(
                    beat: self.number,
                    mediaMs: [self.positionMs, self.positionMs + media],
                    playerMs: [self.lastMs, self.lastMs + media],
                    cause: self.positionMs + media >= self.opened.durationMs ? "end" : cause
                )
            )
            self.number += 1
            self.positionMs += media
        }
        self.lastMs = now
    }

    /// Fetches all media of the lesson, as a player does that has room for it.
    func fetchMedia() async throws {
        let folder = self.opened.playlist.replacing("master.m3u8", with: "")
        let master = try await self.visitor.get(self.opened.playlist).text
        let playlists = Set(master.matches(of: /[A-Za-z0-9._-]+\.m3u8/).map { String($0.output) })
        for playlist in playlists.subtracting(["master.m3u8"]) {
            let segments = try await self.visitor.get(folder + playlist).text.split(separator: "\n")
            for segment in segments where segment.hasSuffix(".m4s") {
                let answer = try await self.visitor.get(folder + segment)
                guard answer.status == 200 else {
                    throw Visitor.Unexpected(description: "\(segment): \(answer.status)")
                }
            }
        }
    }

    /// Time passes without anything being played.
    func rest() {
        self.lastMs = Self.playerMs
    }

    /// Sends all that was not answered yet.
    ///
    /// - Returns: what the edge says is kept; nil where no answer came.
    func send() async -> Kept? {
        let body = Heartbeats(playerMs: Self.playerMs, beats: self.unanswered, positionMs: self.positionMs)
        let path = "/v1/viewing-sessions/\(self.opened.session)/heartbeats"
        guard let answer = try? await self.visitor.post(path, json: body), answer.status == 200,
            let kept = try? answer.json(Kept.self)
        else { return nil }
        self.unanswered.removeAll { $0.beat < kept.kept }
        return kept
    }

    var isAnswered: Bool { self.unanswered.isEmpty }
    var isAtEnd: Bool { self.positionMs >= self.opened.durationMs }
}
