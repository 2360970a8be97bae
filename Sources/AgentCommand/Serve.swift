import ArgumentParser
import CommandInterface
import HTTPServing
import Logging
import ProgressAgent

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs people in, records what they watch and reports it, until SIGTERM.",
        discussion: """
            The data folder must be enrolled (lectern-edge enrol). Works while the line is cut.

            The playlist's address has {lesson} where the lesson's identifier goes. It lies below the agent's own address:
            put a proxy before the agent and the cache that serves the lessons.

            Settings besides the options are in lectern.yaml in the data folder, or in LECTERN_… variables:
              origin.pollSeconds    60    how often the catalogue is asked for
              origin.rosterSeconds  120   how often the roster and the statements are asked for
              report.seconds        10    how often new rows are reported

            Example:
              lectern-agent serve --data /var/lib/lectern --playlist-url /media/{lesson}/master.m3u8
            """
    )

    @OptionGroup var data: DataOption

    @Option(help: "Address and port of its pages (default: 127.0.0.1:8082).")
    var listen: String?

    @Option(help: "Where players find a lesson's playlist, with {lesson} in it.")
    var playlistURL: String?

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        let data = try self.data.path()
        var options: [String: String] = [:]
        options["http.listen"] = self.listen
        options["player.playlistURL"] = self.playlistURL
        let reader = try await ConfigurationSources.reader(options: options, dataDirectory: data)
        let configuration = StandAloneConfiguration(reader: reader)
        guard let listen = ListenAddress(configuration.listen) else {
            throw ValidationError("'\(configuration.listen)' is no address to listen on: write e.g. 127.0.0.1:8082.")
        }
        guard let playlistURL = configuration.playlistURL, playlistURL.contains("{lesson}") else {
            throw ValidationError(
                "Say where the playlists are: --playlist-url '/media/{lesson}/master.m3u8', or player.playlistURL."
            )
        }
        self.logging.bootstrap()
        try await AgentServer(
            data: data,
            listen: listen,
            playlistURL: playlistURL,
            configuration: configuration,
            logger: Logger(label: "lectern-agent")
        ).run()
    }
}
