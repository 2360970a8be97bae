/// What x264 is told for one kind of rendition.
struct VideoSettings: Hashable {
    let preset: String
    /// x264's constant rate factor: lower is better.
    let crf: Int
    /// How much may come at once, e.g. for a new slide: seconds of the highest rate.
    let bufferSeconds: Int
    /// Pictures that a picture may refer to, as far as H.264 level 4 has room for them.
    let references: Int
    /// Pictures looked at before one is encoded.
    let lookahead: Int

    static func of(_ kind: RenditionKind) -> VideoSettings {
        switch kind {
        case .source, .audio: .source
        case .p480: .p480
        case .p270: .p270
        }
    }

    /// The recording as it is, where it cannot be copied.
    static let source = VideoSettings(
        preset: "medium",
        crf: 22,
        bufferSeconds: 2,
        references: 3,
        lookahead: 40
    )

    static let p480 = VideoSettings(
        preset: "slow",
        crf: 22,
        bufferSeconds: 3,
        references: 5,
        lookahead: 60
    )

    /// Slides and speech on the narrowest line: a slide takes a tenth of the rate, so the quality is set high and the rate
    /// bounds only what moves. x264's own tunings for still and drawn pictures were not better (docs/renditions.md).
    static let p270 = VideoSettings(
        preset: "slower",
        crf: 21,
        bufferSeconds: 4,
        references: 8,
        lookahead: 100
    )
}
