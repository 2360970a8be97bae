/// Why a track is encoded and not copied. The raw value is a stable code for programs, in `report.json`.
package enum EncodingReason: String, Hashable, Sendable, CaseIterable, Codable {
    /// Neither H.264 nor AAC.
    case codec = "codec"
    /// A profile or level that browsers do not all play, e.g. High 10 or HE-AAC.
    case profile = "profile"
    /// Pixels other than 8-bit 4:2:0.
    case pixelFormat = "pixel-format"
    case interlaced = "interlaced"
    /// IDR pictures are too far apart to cut segments at, or there are none.
    case keyframesTooFarApart = "keyframes-too-far-apart"
    /// The picture or sound format changes in the middle of the file.
    case parametersChange = "parameters-change"
    /// The container does not say when all samples are shown, or not in order.
    case times = "times"
    /// A smaller rendition than the source.
    case rendition = "rendition"
    /// A damaged source is repaired.
    case repair = "repair"
}
