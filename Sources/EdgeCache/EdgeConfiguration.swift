package import Configuration
package import CourseModel
package import Prefetching
import ProgressAgent
package import Transfer

/// What a school's edge is told when it starts.
///
/// - Configuration keys:
///   - `http.listen` (default `0.0.0.0:8081`): where the computer lab reaches it
///   - `origin.pollSeconds` (default 60): how often the catalogue is asked for
///   - `origin.rosterSeconds` (default 120): how often the roster and the statements are asked for
///   - `sources.order` (default `parent, peer, origin`): in which order lessons are asked for, of those edges that the
///     origin names; the origin is the last resort where it is not named
///   - `report.seconds` (default 10): how often new journal rows are reported
///   - `holdings.seconds` (default 60): how often the origin is told what is held
///   - `link.receiveBufferBytes` (default 0, which sizes it by the measured round trip and rate): receive buffer of the
///     bulk connection; a small one makes it give way to everything else on the line
///   - `link.bitsPerSecond` (default 2000000): what the line is taken to bring as long as nothing was measured
///   - `link.windows` (default none, which is always): hours of the week in which lessons are prefetched, and how much of
///     the line they may take, e.g. `mon-fri 22:00-06:30; sat,sun 00:00-24:00 50%`
///   - `link.capBitsPerSecond` (default 0, which is none): the most that is fetched, headers included
///   - `prefetch.rendition` (default `auto`): which rendition of each lesson is fetched: `auto` the best that can be here
///     in time; `source`, `480p`, `270p` or `audio` the best that is no better than that
///   - `disk.reserveBytes` (default 500000000): what the prefetch leaves free on the disk
///   - `scrub.days` (default 7): how old the last scrub may become before one begins by itself; 0 for never
///   - `scrub.bytesPerSecond` (default 2000000): how fast a scrub reads that begins by itself
///   - `lab.waitSeconds` (default 60): how long a request for a chunk that is not held yet is kept waiting
///   - `lab.tokenHours` (default 12): how long a playlist address works
///   - `player.hls` (default: `.tools/hls/hls.js`, `/usr/share/lectern/hls.js`): the player library
package struct EdgeConfiguration: Sendable {
    package let listen: String
    /// The way to the origin (`TransferRoute`).
    package let route: TransferRoute
    /// The way to other edges, which have nothing to do with the proxy on the way to the origin.
    package let neighbourRoute: TransferRoute
    package let sourceOrder: SourceOrder
    package let pollInterval: Duration
    package let rosterInterval: Duration
    package let reportInterval: Duration
    package let holdingsInterval: Duration
    package let receiveBufferBytes: Int
    package let line: Bitrate
    package let windows: [LinkWindow]
    package let windowsText: String
    package let cap: Bitrate?
    package let rendition: RenditionPreference
    package let reserveBytes: Int
    package let scrubDays: Int
    package let scrubBytesPerSecond: Int
    package let chunkWait: Duration
    package let tokenHours: Int
    package let playerLibraryPaths: [String]

    /// - Throws: `SettingError` for a value that means nothing.
    package init(reader: ConfigReader) throws(SettingError) {
        func seconds(_ key: ConfigKey, _ standard: Int) -> Duration {
            .seconds(max(1, reader.int(forKey: key, default: standard)))
        }
        self.listen = reader.string(forKey: "http.listen", default: "0.0.0.0:8081")
        self.route = TransferRoute(reader: reader)
        self.neighbourRoute = TransferRoute(proxy: .none, certificatesPath: self.route.certificatesPath)
        self.sourceOrder = try reader.setting(
            "sources.order",
            SourceOrder.usual,
            "some of parent, peer, origin, with commas between them"
        ) { SourceOrder($0) }
        self.pollInterval = seconds("origin.pollSeconds", 60)
        self.rosterInterval = seconds("origin.rosterSeconds", 120)
        self.reportInterval = seconds("report.seconds", 10)
        self.holdingsInterval = seconds("holdings.seconds", 60)
        self.receiveBufferBytes = max(0, reader.int(forKey: "link.receiveBufferBytes", default: 0))
        self.line = Bitrate(bitsPerSecond: max(1, Int64(reader.int(forKey: "link.bitsPerSecond", default: 2_000_000))))
        (self.windows, self.windowsText) = try reader.setting(
            "link.windows",
            "",
            "e.g. mon-fri 22:00-06:30; sat,sun 00:00-24:00 50%"
        ) { text in LinkWindow.list(text).map { ($0, text) } }
        let cap = Int64(max(0, reader.int(forKey: "link.capBitsPerSecond", default: 0)))
        self.cap = cap > 0 ? Bitrate(bitsPerSecond: cap) : nil
        let known = RenditionPreference.allCases.map(\.rawValue).joined(separator: ", ")
        self.rendition = try reader.setting("prefetch.rendition", "auto", "one of \(known)") {
            RenditionPreference(rawValue: $0)
        }
        self.reserveBytes = max(0, reader.int(forKey: "disk.reserveBytes", default: 500_000_000))
        self.scrubDays = max(0, reader.int(forKey: "scrub.days", default: 7))
        self.scrubBytesPerSecond = max(1, reader.int(forKey: "scrub.bytesPerSecond", default: 2_000_000))
        self.chunkWait = seconds("lab.waitSeconds", 60)
        self.tokenHours = max(1, reader.int(forKey: "lab.tokenHours", default: 12))
        self.playerLibraryPaths =
            reader.string(forKey: "player.hls").map { [$0] } ?? [".tools/hls/hls.js", "/usr/share/lectern/hls.js"]
    }
}

extension ConfigReader {
    /// Reads a setting that is a word or a sentence of its own.
    fileprivate func setting<Value>(
        _ key: ConfigKey,
        _ standard: String,
        _ expected: String,
        _ read: (String) -> Value?
    ) throws(SettingError) -> Value {
        let text = self.string(forKey: key, default: standard)
        guard let value = read(text) else { throw SettingError(key: "\(key)", value: text, expected: expected) }
        return value
    }
}

/// A setting has a value that means nothing.
package struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
    package let key: String
    package let value: String
    /// What it may be, in words.
    package let expected: String

    package var description: String { "\(self.key) is '\(self.value)': write \(self.expected)" }
}
