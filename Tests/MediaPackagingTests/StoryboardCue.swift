import Testing

/// A cue of a storyboard's index, as a player reads it.
struct StoryboardCue: Hashable {
    let startMs: Int
    let endMs: Int
    let sheet: String
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// All cues of an index, which must be nothing but a header and cues.
    static func parse(_ index: String) throws -> [StoryboardCue] {
        let blocks = index.split(separator: "\n\n").map { $0.split(separator: "\n") }
        try #require(blocks.first == ["WEBVTT"])
        return try blocks.dropFirst().map { lines in
            try #require(lines.count == 2)
            let times = lines[0].split(separator: " --> ")
            let address = lines[1].split(separator: "#xywh=")
            try #require(times.count == 2 && address.count == 2)
            let place = try address[1].split(separator: ",").map { try #require(Int($0)) }
            try #require(place.count == 4)
            return StoryboardCue(
                startMs: try Self.milliseconds(times[0]),
                endMs: try Self.milliseconds(times[1]),
                sheet: String(address[0]),
                x: place[0],
                y: place[1],
                width: place[2],
                height: place[3]
            )
        }
    }

    /// `HH:MM:SS.mmm`.
    private static func milliseconds(_ clock: Substring) throws -> Int {
        let fields = try clock.split { ":.".contains($0) }.map { try #require(Int($0)) }
        try #require(fields.count == 4)
        return ((fields[0] * 60 + fields[1]) * 60 + fields[2]) * 1000 + fields[3]
    }
}
