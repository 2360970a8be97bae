package import Configuration
package import Transfer

/// What a stand-alone agent is told when it starts, besides `AgentConfiguration`.
///
/// - Configuration keys:
///   - `http.listen` (default `127.0.0.1:8082`): where it serves its pages
///   - `player.playlistURL` (required): where players find a lesson's playlist, with `{lesson}` and, if wanted,
///     `{session}`; below the agent's own address, e.g. `/media/{lesson}/master.m3u8` of a proxy that joins the agent and
///     another cache: browsers are told to load from nowhere else
///   - `player.hls` (default: `.tools/hls/hls.js`, `/usr/share/lectern/hls.js`): the player library
///   - `origin.pollSeconds` (default 60): how often the catalogue is asked for
package struct StandAloneConfiguration: Sendable {
    package let listen: String
    package let playlistURL: String?
    package let playerLibraryPaths: [String]
    package let pollInterval: Duration
    package let agent: AgentConfiguration
    /// The way to the origin (`TransferRoute`).
    package let route: TransferRoute

    package init(reader: ConfigReader) {
        self.listen = reader.string(forKey: "http.listen", default: "127.0.0.1:8082")
        self.playlistURL = reader.string(forKey: "player.playlistURL")
        self.playerLibraryPaths =
            reader.string(forKey: "player.hls").map { [$0] } ?? [".tools/hls/hls.js", "/usr/share/lectern/hls.js"]
        self.pollInterval = .seconds(max(1, reader.int(forKey: "origin.pollSeconds", default: 60)))
        self.agent = AgentConfiguration(reader: reader)
        self.route = TransferRoute(reader: reader)
    }
}
