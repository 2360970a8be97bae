import ArgumentParser
import MediaPackaging
import Origin

/// How a video is packaged: the options that `package` and `publish` share.
struct PackagingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Which renditions are made, of source, 480p, 270p and audio (the sound alone at 48 kbit/s); those that the video has no \
            use for are left out.
            """,
            valueName: "list"
        ),
        transform: Self.kinds
    )
    var renditions = Set(RenditionKind.allCases)

    @Option(
        help: ArgumentHelp(
            """
            A segment ends at the first key frame after so long \
            (\(PackagingOptions.segmentSecondsRange.lowerBound)-\(PackagingOptions.segmentSecondsRange.upperBound)).
            """,
            valueName: "seconds"
        )
    )
    var segmentSeconds = PackagingOptions().segmentSeconds

    @Option(help: "Language of the sound, e.g. zh; else as the file says.", transform: Self.language)
    var language: String?

    @Option(
        help: ArgumentHelp(
            "Captions (SRT, WebVTT or ASS), also as LANGUAGE=FILE; may be given several times.",
            valueName: "file"
        )
    )
    var captions: [String] = []

    @Flag(help: "Encode what can be decoded of a damaged video, and list what is missing.")
    var repair = false

    @Flag(help: "Make neither poster nor storyboard.")
    var noPictures = false

    func validate() throws {
        guard PackagingOptions.segmentSecondsRange.contains(self.segmentSeconds) else {
            throw ValidationError("--segment-seconds is \(PackagingOptions.segmentSecondsRange) seconds.")
        }
    }

    var options: PackagingOptions {
        var options = PackagingOptions()
        options.segmentSeconds = self.segmentSeconds
        options.renditions = self.renditions
        options.language = self.language
        options.captions = self.captions.map(CaptionsFile.init(argument:))
        options.isRepair = self.repair
        options.hasPictures = !self.noPictures
        return options
    }

    @Sendable private static func kinds(_ text: String) throws -> Set<RenditionKind> {
        let known = RenditionKind.allCases.map(\.rawValue).joined(separator: ", ")
        let kinds = try text.split(separator: ",").map { name in
            guard let kind = RenditionKind(rawValue: String(name)) else {
                throw ValidationError("'\(name)' is none of \(known).")
            }
            return kind
        }
        guard !kinds.isEmpty else { throw ValidationError("--renditions names at least one of \(known).") }
        return Set(kinds)
    }

    @Sendable private static func language(_ text: String) throws -> String {
        guard let language = LanguageTag.canonical(text[...]) else {
            throw ValidationError("'\(text)' is no language tag such as zh or zh-Hant.")
        }
        return language
    }
}
