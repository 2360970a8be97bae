import Blobs
import CourseModel

/// When daily figures are made and where they go, out of the origin's configuration.
package struct FigureSettings: Sendable {
    /// Nil: figures are made by the command only.
    package let time: FigureTime?
    package let webhook: FigureWebhook?

    /// Reads the key's file.
    ///
    /// - Throws: `FigureSettingsError`, `InputFileError`, `FileError`.
    package init(_ configuration: OriginConfiguration) throws {
        if let clock = configuration.figuresAt {
            let minutes = configuration.figuresReviseMinutes
            guard let time = FigureTime(clock: clock, reviseMinutes: minutes == 0 ? nil : Int64(minutes)) else {
                throw FigureSettingsError.time(clock)
            }
            self.time = time
        } else {
            self.time = nil
        }
        guard let url = configuration.figuresWebhook else {
            self.webhook = nil
            return
        }
        guard let path = configuration.figuresWebhookKey else { throw FigureSettingsError.noKey }
        let bytes = try InputFile.read(path, sizeMax: FigureWebhook.keySizes.upperBound + 2)
        let key = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        self.webhook = try FigureWebhook(url: url, key: Array(key))
    }
}
