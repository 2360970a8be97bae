package import Configuration

/// What a school's edge is told when it starts.
///
/// - Configuration keys:
///   - `http.listen` (default `0.0.0.0:8081`): where the computer lab reaches it
///   - `origin.pollSeconds` (default 60): how often the catalogue is asked for
///   - `origin.rosterSeconds` (default 120): how often the roster and the statements are asked for
///   - `report.seconds` (default 10): how often new journal rows are reported
///   - `holdings.seconds` (default 60): how often the origin is told what is held
///   - `link.receiveBufferBytes` (default 0, which leaves it to the system): receive buffer of the bulk connection; a
///     small one makes it give way to everything else on the line
///   - `disk.reserveBytes` (default 500000000): what the prefetch leaves free on the disk
///   - `lab.waitSeconds` (default 60): how long a request for a chunk that is not held yet is kept waiting
///   - `lab.tokenHours` (default 12): how long a playlist address works
///   - `player.hls` (default: `.tools/hls/hls.js`, `/usr/share/lectern/hls.js`): the player library
package struct EdgeConfiguration: Sendable {
    package let listen: String
    package let pollInterval: Duration
    package let rosterInterval: Duration
    package let reportInterval: Duration
    package let holdingsInterval: Duration
    package let receiveBufferBytes: Int
    package let reserveBytes: Int
    package let chunkWait: Duration
    package let tokenHours: Int
    package let playerLibraryPaths: [String]

    package init(reader: ConfigReader) {
        func seconds(_ key: ConfigKey, _ standard: Int) -> Duration {
            .seconds(max(1, reader.int(forKey: key, default: standard)))
        }
        self.listen = reader.string(forKey: "http.listen", default: "0.0.0.0:8081")
        self.pollInterval = seconds("origin.pollSeconds", 60)
        self.rosterInterval = seconds("origin.rosterSeconds", 120)
        self.reportInterval = seconds("report.seconds", 10)
        self.holdingsInterval = seconds("holdings.seconds", 60)
        self.receiveBufferBytes = max(0, reader.int(forKey: "link.receiveBufferBytes", default: 0))
        self.reserveBytes = max(0, reader.int(forKey: "disk.reserveBytes", default: 500_000_000))
        self.chunkWait = seconds("lab.waitSeconds", 60)
        self.tokenHours = max(1, reader.int(forKey: "lab.tokenHours", default: 12))
        self.playerLibraryPaths =
            reader.string(forKey: "player.hls").map { [$0] } ?? [".tools/hls/hls.js", "/usr/share/lectern/hls.js"]
    }
}
