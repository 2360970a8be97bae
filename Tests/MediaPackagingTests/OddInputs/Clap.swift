import Foundation

/// When the black second and the silent second of an input end, in seconds, as ffmpeg decodes it.
struct Clap: Equatable {
    let picture: Double?
    let sound: Double?

    /// How much later than the picture the sound comes; nil where one of them is missing.
    var soundDelay: Double? {
        guard let picture, let sound else { return nil }
        return sound - picture
    }

    /// - Parameters:
    ///   - inputs: what is decoded, each with the arguments that belong before it.
    ///   - video: e.g. `0:v:0`; nil where there is none.
    init(_ inputs: [[String]], video: String?, audio: String?) throws {
        var arguments = ["ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-copyts"] + inputs.flatMap(\.self)
        if let video { arguments += ["-map", video, "-vf", "blackdetect=d=0.2:pix_th=0.2"] }
        if let audio { arguments += ["-map", audio, "-af", "silencedetect=noise=-20dB:d=0.2"] }
        let output = try Program.check(arguments + ["-fps_mode", "passthrough", "-f", "null", "-"])
        self.picture = output.firstMatch(of: /black_end:([0-9.]+)/).flatMap { Double($0.output.1) }
        self.sound = output.firstMatch(of: /silence_end: ([0-9.]+)/).flatMap { Double($0.output.1) }
    }
}
