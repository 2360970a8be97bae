package import CourseModel

/// What a player says it has just played.
package struct Heartbeat: Hashable, Sendable, Codable {
    /// Why the player sent it now.
    package enum Cause: String, Hashable, Sendable, Codable {
        case tick
        case pause
        case seek
        case rate
        case end
        /// Waiting for media.
        case wait
        /// The tab was hidden, or the page left.
        case hide
    }

    /// Numbered within its viewing session, from 0, without gaps.
    package let beat: Int64
    package let mediaBeginMs: MediaTime
    package let mediaEndMs: MediaTime
    /// On the player's own clock.
    package let playerBeginMs: Int64
    package let playerEndMs: Int64
    package let cause: Cause

    package init(beat: Int64, mediaMs: (Int64, Int64), playerMs: (Int64, Int64), cause: Cause) {
        self.beat = beat
        self.mediaBeginMs = MediaTime(milliseconds: mediaMs.0)
        self.mediaEndMs = MediaTime(milliseconds: mediaMs.1)
        (self.playerBeginMs, self.playerEndMs) = playerMs
        self.cause = cause
    }

    /// Whether what was played until now becomes a row at once, instead of waiting for more of it.
    var closesInterval: Bool {
        switch self.cause {
        case .pause, .end, .hide: true
        case .tick, .seek, .rate, .wait: false
        }
    }
}

extension Heartbeat {
    private enum CodingKeys: String, CodingKey {
        case beat, mediaMs, playerMs, cause
    }

    /// No real figure is larger: 2^53, up to where a browser counts exactly.
    private static let numberMax: Int64 = 1 << 53

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func pair(_ key: CodingKeys) throws -> (Int64, Int64) {
            let numbers = try container.decode([Int64].self, forKey: key)
            guard numbers.count == 2, numbers.allSatisfy({ (0...Self.numberMax).contains($0) }) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: container,
                    debugDescription: "two numbers, begin and end"
                )
            }
            return (numbers[0], numbers[1])
        }
        self.init(
            beat: try container.decode(Int64.self, forKey: .beat),
            mediaMs: try pair(.mediaMs),
            playerMs: try pair(.playerMs),
            cause: try container.decode(Cause.self, forKey: .cause)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.beat, forKey: .beat)
        try container.encode([self.mediaBeginMs.milliseconds, self.mediaEndMs.milliseconds], forKey: .mediaMs)
        try container.encode([self.playerBeginMs, self.playerEndMs], forKey: .playerMs)
        try container.encode(self.cause, forKey: .cause)
    }
}
