import ArgumentParser
import CommandInterface
import EdgeCache
import HTTPServing
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follows the catalogue, prefetches, and serves the computer lab, until SIGTERM.",
        discussion: """
            Works from the disk where the line is cut. Everybody at the school signs in at its address; the technician
            sees there how far the lessons have come.

            Settings besides the options are in lectern.yaml in the data folder, or in LECTERN_… variables:
              origin.pollSeconds       60     how often the catalogue is asked for
              origin.proxy                    the HTTP proxy on the way to the origin, or none; else http_proxy's
              origin.certificates             who may vouch for the origin (PEM); else the system's
              link.receiveBufferBytes  0      of the bulk connection; 0 sizes it by what was measured
              link.bitsPerSecond       2000000  what the line is taken to bring until that has been measured
              link.windows                    when lessons are prefetched, e.g. mon-fri 22:00-06:30; sat,sun 00:00-24:00 50%
              link.capBitsPerSecond    0      the most that is fetched, headers included; 0 for no cap
              prefetch.rendition       auto   which rendition is fetched: auto, source, 480p, 270p or audio
              lab.waitSeconds          60     how long a player waits for a part that has not arrived yet
              lab.tokenHours           12     how long a lesson's address works

            Example:
              lectern-edge serve --data /var/lib/lectern --listen 0.0.0.0:8081
            """
    )

    @OptionGroup var data: DataOption

    @Option(help: "Address and port that the computer lab uses (default: 0.0.0.0:8081).")
    var listen: String?

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        let data = try self.data.path()
        let reader = try await ConfigurationSources.reader(
            options: self.listen.map { ["http.listen": $0] } ?? [:],
            dataDirectory: data
        )
        let configuration = try EdgeConfiguration(reader: reader)
        guard let listen = ListenAddress(configuration.listen) else {
            throw ValidationError("'\(configuration.listen)' is no address to listen on: write e.g. 0.0.0.0:8081.")
        }
        self.logging.bootstrap()
        let logger = Logger(label: "lectern-edge")
        try await EdgeServer(data: data, listen: listen, configuration: configuration, logger: logger).run()
    }
}
