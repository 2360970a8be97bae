import ArgumentParser
import CommandInterface
import HTTPServing
import Logging
import Origin

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves edges and officers until SIGTERM.",
        discussion: """
            Publishing and importing go on beside it: what a command publishes is served at once.

            Settings besides the options are in lectern.yaml in the data folder, or in LECTERN_… variables:
              http.secureCookies      false          set it where a web server with TLS stands before this one
              session.hours           12             how long an officer stays signed in
              catalogue.validityDays  30             how long edges take a catalogue for up to date
              province.timeZone       Asia/Shanghai  in which times are shown
              figures.at              none           when the daily figures are made, e.g. 20:00
              figures.webhook         none           the address that gets them; figures.webhookKey names its key's file

            Example:
              lectern-origin serve --data /var/lib/lectern --listen 127.0.0.1:8080
            """
    )

    @OptionGroup var data: DataOption

    @Option(help: "Address and port (default: 127.0.0.1:8080).")
    var listen: String?

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        let data = try self.data.path()
        let configuration = try await OriginSettings.configuration(
            data: data,
            options: self.listen.map { ["http.listen": $0] } ?? [:]
        )
        guard let listen = ListenAddress(configuration.listen) else {
            throw ValidationError("'\(configuration.listen)' is no address to listen on: write e.g. 127.0.0.1:8080.")
        }
        self.logging.bootstrap()
        let logger = Logger(label: "lectern-origin")
        try await OriginServer(data: data, listen: listen, configuration: configuration, logger: logger).run()
    }
}
