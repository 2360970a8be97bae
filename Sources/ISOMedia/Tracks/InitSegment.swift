/// `ftyp` and `moov` of a track file.
package struct InitSegment: Hashable, Sendable {
    /// Why bytes are no init segment of a track file.
    package enum Fault: Error, Hashable, Sendable {
        /// Not `ftyp` and `moov` with one track that has fragments.
        case boxes
        /// A late start belongs into `tfdt`.
        case editList
        case timescale
        case decoderConfiguration
    }

    private static let sampleEntries = "moov/trak/mdia/minf/stbl/stsd"

    package let bytes: [UInt8]
    /// Ticks a second.
    package let timescale: Int64
    /// RFC 6381, from the decoder configuration in it.
    package let codec: String

    /// - Parameter bytes: as libavformat writes them. The ES_ID of an `esds` becomes 0, as ISO/IEC 14496-14 §3.1.2 has it;
    ///   the arrays of an `hvcC` become complete, as `hvc1` promises (ISO/IEC 14496-15 §8.3.3).
    /// - Throws: a fault for anything but one track without an edit list, with a known decoder configuration.
    package init(_ bytes: [UInt8]) throws(Fault) {
        var bytes = bytes
        if let offset = Self.elementaryStreamIDOffset(BoxTree(bytes: bytes)) {
            bytes[offset] = 0
            bytes[offset + 1] = 0
        }
        for offset in Self.parameterSetArrays(BoxTree(bytes: bytes)) { bytes[offset] |= 0x80 }
        let tree = BoxTree(bytes: bytes)
        guard tree.boxes(in: bytes.indices)?.map(\.type) == ["ftyp", "moov"],
            let movie = tree.payload(of: "moov"), let children = tree.boxes(in: movie),
            children.count(where: { $0.type == "trak" }) == 1, children.contains(where: { $0.type == "mvex" })
        else { throw Fault.boxes }
        guard tree.payload(of: "moov/trak/edts") == nil else { throw Fault.editList }
        guard let header = tree.payload(of: "moov/trak/mdia/mdhd"), let version = tree.number32(at: 0, in: header),
            let timescale = tree.number32(at: version >> 24 == 1 ? 20 : 12, in: header), timescale > 0
        else { throw Fault.timescale }
        guard let codec = Self.codec(tree) else { throw Fault.decoderConfiguration }
        self.bytes = bytes
        self.timescale = timescale
        self.codec = codec
    }

    private static func codec(_ tree: BoxTree) -> String? {
        if let payload = tree.payload(of: "\(Self.sampleEntries)/avc1/avcC") {
            guard let configuration = H264Configuration(extradata: Array(tree.bytes[payload])) else { return nil }
            let numbers = [configuration.profile, configuration.constraints, configuration.level]
            return "avc1." + numbers.map { Self.hexadecimal($0) }.joined()
        }
        if let payload = tree.payload(of: "\(Self.sampleEntries)/hvc1/hvcC") {
            return HEVCConfiguration(extradata: Array(tree.bytes[payload]))?.codec
        }
        guard let payload = tree.payload(of: "\(Self.sampleEntries)/mp4a/esds"),
            let (objectType, specific) = Self.decoderConfiguration(tree, esds: payload),
            let configuration = AACConfiguration(bytes: specific)
        else { return nil }
        return "mp4a.\(Self.hexadecimal(objectType).lowercased()).\(configuration.objectType)"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private static func elementaryStreamIDOffset(_ tree: BoxTree) -> Int? {
        guard let payload = tree.payload(of: "\(Self.sampleEntries)/mp4a/esds") else { return nil }
        return Self.descriptor(0x03, tree, in: payload.dropFirst(4)).flatMap { $0.count >= 3 ? $0.lowerBound : nil }
    }

    private static func parameterSetArrays(_ tree: BoxTree) -> [Int] {
        guard let payload = tree.payload(of: "\(Self.sampleEntries)/hvc1/hvcC") else { return [] }
        return HEVCConfiguration.arrays(in: tree.bytes[payload])?.map(\.start)
            .filter { HEVCConfiguration.parameterSetTypes.contains(tree.bytes[$0] & 63) } ?? []
    }

    /// The object type and AudioSpecificConfig in an `esds` (ISO/IEC 14496-1 §7.2.6).
    private static func decoderConfiguration(_ tree: BoxTree, esds: Range<Int>) -> (UInt8, [UInt8])? {
        guard let stream = Self.descriptor(0x03, tree, in: esds.dropFirst(4)),
            let decoder = Self.descriptor(0x04, tree, in: stream.dropFirst(3)), decoder.count > 13,
            let specific = Self.descriptor(0x05, tree, in: decoder.dropFirst(13))
        else { return nil }
        return (tree.bytes[decoder.lowerBound], Array(tree.bytes[specific]))
    }

    /// The content of a descriptor that begins a range: a tag, a length of up to four 7-bit groups, the content.
    private static func descriptor(_ tag: UInt8, _ tree: BoxTree, in range: Range<Int>) -> Range<Int>? {
        guard range.count >= 2, tree.bytes[range.lowerBound] == tag else { return nil }
        var offset = range.lowerBound + 1
        var length = 0
        for _ in 0..<4 where offset < range.upperBound {
            let byte = tree.bytes[offset]
            offset += 1
            length = length << 7 | Int(byte & 0x7f)
            if byte & 0x80 == 0 { break }
        }
        guard length <= range.upperBound - offset else { return nil }
        return offset..<(offset + length)
    }
}
