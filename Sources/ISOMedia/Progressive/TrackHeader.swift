/// The boxes of an init segment that a plain MP4 file takes over as they are.
struct TrackHeader: Hashable, Sendable {
    /// Millionths of a second are the finest times that are written.
    private static let timescaleMax: Int64 = 1 << 20

    let isVideo: Bool
    /// Ticks a second.
    let timescale: Int64
    /// ISO 639-2 in three groups of five bits (ISO/IEC 14496-12 §8.4.2).
    let language: UInt16
    /// The end of `tkhd`, from `layer` on: volume, display matrix, width and height.
    let display: [UInt8]
    let handler: [UInt8]
    /// `vmhd` or `smhd`.
    let mediaHeader: [UInt8]
    let dataInformation: [UInt8]
    /// `stsd`: the decoder configuration.
    let sampleDescriptions: [UInt8]

    /// - Returns: nil where a box is missing.
    init?(_ initSegment: InitSegment) {
        let tree = BoxTree(bytes: initSegment.bytes)
        guard let track = tree.payload(of: "moov/trak/tkhd"), let media = tree.payload(of: "moov/trak/mdia/mdhd"),
            let trackVersion = tree.number32(at: 0, in: track), let mediaVersion = tree.number32(at: 0, in: media),
            let language = tree.number16(at: mediaVersion >> 24 == 1 ? 32 : 20, in: media),
            let handler = tree.payload(of: "moov/trak/mdia/hdlr"), handler.count >= 12,
            let information = tree.payload(of: "moov/trak/mdia/minf/dinf"),
            let descriptions = tree.payload(of: "moov/trak/mdia/minf/stbl/stsd"),
            initSegment.timescale <= Self.timescaleMax
        else { return nil }
        let isVideo = tree.bytes[(handler.lowerBound + 8)..<(handler.lowerBound + 12)].elementsEqual("vide".utf8)
        let display = track.dropFirst(trackVersion >> 24 == 1 ? 44 : 32)
        guard let mediaHeader = tree.payload(of: "moov/trak/mdia/minf/\(isVideo ? "vmhd" : "smhd")"),
            display.count == 52
        else { return nil }
        self.isVideo = isVideo
        self.timescale = initSegment.timescale
        self.language = UInt16(language)
        self.display = Array(tree.bytes[display])
        self.handler = Array(tree.bytes[handler])
        self.mediaHeader = Array(tree.bytes[mediaHeader])
        self.dataInformation = Array(tree.bytes[information])
        self.sampleDescriptions = Array(tree.bytes[descriptions])
    }
}
