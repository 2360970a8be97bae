package import Configuration

/// What an origin is told when it starts.
///
/// - Configuration keys:
///   - `http.listen` (default `127.0.0.1:8080`): where it is reached; put a web server with TLS before it
///   - `http.secureCookies` (default false): whether officers' cookies are for HTTPS only; set it behind TLS
///   - `session.hours` (default 12): how long an officer stays signed in
///   - `catalogue.validityDays` (default 30): how long edges take a catalogue for up to date; it is issued anew when
///     half of that is over
///   - `register.years` (default 5): over how many years a person's hours are summed in the register
///   - `register.hours` (default 360): how many hours a person needs in them
///   - `province.timeZone` (default `Asia/Shanghai`): IANA name; pages and edges show times in it
///   - `figures.at` (default none): at what time of the province's day the daily figures are made, e.g. `20:00`
///   - `figures.reviseMinutes` (default 0): how often they are looked at again until the next day's; 0 for never
///   - `figures.webhook` (default none): the address that gets every revision, for a gateway of text messages
///   - `figures.webhookKey` (default none): a file with the key in its first line, under which it is signed
package struct OriginConfiguration: Hashable, Sendable {
    package let listen: String
    package let hasSecureCookies: Bool
    package let sessionHours: Int
    package let catalogueValidity: Duration
    package let timeZone: String
    package let registerYears: Int
    package let registerHours: Int
    package let figuresAt: String?
    package let figuresReviseMinutes: Int
    package let figuresWebhook: String?
    package let figuresWebhookKey: String?

    package init(reader: ConfigReader) {
        self.listen = reader.string(forKey: "http.listen", default: "127.0.0.1:8080")
        self.hasSecureCookies = reader.bool(forKey: "http.secureCookies", default: false)
        self.sessionHours = min(max(1, reader.int(forKey: "session.hours", default: 12)), 24 * 31)
        let days = min(max(1, reader.int(forKey: "catalogue.validityDays", default: 30)), 3_650)
        self.catalogueValidity = .seconds(days * 86_400)
        self.registerYears = min(max(1, reader.int(forKey: "register.years", default: 5)), 50)
        self.registerHours = min(max(0, reader.int(forKey: "register.hours", default: 360)), 100_000)
        self.timeZone = reader.string(forKey: "province.timeZone", default: "Asia/Shanghai")
        self.figuresAt = reader.string(forKey: "figures.at")
        self.figuresReviseMinutes = min(max(0, reader.int(forKey: "figures.reviseMinutes", default: 0)), 1_440)
        self.figuresWebhook = reader.string(forKey: "figures.webhook")
        self.figuresWebhookKey = reader.string(forKey: "figures.webhookKey")
    }
}
