import ISOMedia

/// Whether a file is as long as it says itself, looked at before FFmpeg sees it.
///
/// FFmpeg reads a file that was cut off as far as it goes and reports success.
enum ContainerExtent {
    /// Top-level boxes looked at; a fragmented recording has two for every fragment.
    private static let boxesMax = 200_000
    /// The EBML header of an MKV file has about 40 bytes.
    private static let matroskaHeaderBytesMax: Int64 = 1024

    /// - Parameter isRepair: a file that was cut off is taken as far as it goes.
    /// - Throws: `empty`, or `truncated` for an MP4, MKV, AVI or WAV file that reaches past its end, and an MP4 file
    ///   without `moov`; for an MP4 file also what `MovieTables` finds.
    static func check(_ file: SourceFile, isRepair: Bool) throws(PackagingError) {
        guard file.sizeBytes > 0 else { throw PackagingError(.empty) }
        guard file.sizeBytes >= 16, !isRepair else { return }
        let start = try file.read(at: 0, count: 16)
        if BoxHeader(start)?.type == "ftyp" {
            try Self.checkBoxes(file)
        } else if start.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) {
            try Self.checkSegment(file)
        } else if start.starts(with: Array("RIFF".utf8)) {
            let size = start[4..<8].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let missing = size + 8 - file.sizeBytes
            // What was recorded live never learned its size.
            guard missing <= 0 || size == Int64(UInt32.max) else {
                throw PackagingError(.truncated, "\(missing) bytes of the RIFF chunk are missing")
            }
        }
    }

    /// ISO/IEC 14496-12 §4.2.
    private static func checkBoxes(_ file: SourceFile) throws(PackagingError) {
        var offset: Int64 = 0
        var hasMovie = false
        for _ in 0..<Self.boxesMax where offset < file.sizeBytes {
            let left = file.sizeBytes - offset
            guard left >= 8, let box = BoxHeader(try file.read(at: offset, count: Int(min(16, left)))) else {
                // Some recorders pad the end with zeros; that takes nothing away.
                guard hasMovie else { throw PackagingError(.truncated, "no moov box") }
                return
            }
            hasMovie = hasMovie || box.type == "moov"
            guard box.sizeBytes <= left || box.reachesToEnd else {
                let missing = box.sizeBytes - left
                throw PackagingError(.truncated, "\(missing) bytes of the \(box.type) box are missing")
            }
            let end = box.reachesToEnd ? file.sizeBytes : offset + box.sizeBytes
            let content = min(offset + box.headerBytes, end)..<end
            switch box.type {
            case "moov": try MovieTables(file: file).checkMovie(content)
            case "moof": try MovieTables(file: file).checkFragment(content)
            default: break
            }
            offset = end
        }
        guard hasMovie else { throw PackagingError(.truncated, "no moov box") }
    }

    /// RFC 8794 §4 and §6, RFC 9559 §4.5: the EBML header, then one segment, whose size a live recording leaves open.
    private static func checkSegment(_ file: SourceFile) throws(PackagingError) {
        let bytes = try file.read(at: 0, count: Int(min(file.sizeBytes, Self.matroskaHeaderBytesMax)))
        guard let header = Self.variableNumber(bytes, at: 4), header.value < Self.matroskaHeaderBytesMax else { return }
        let segment = 4 + header.length + Int(header.value)
        guard segment + 4 <= bytes.count, bytes[segment..<(segment + 4)] == [0x18, 0x53, 0x80, 0x67],
            let size = Self.variableNumber(bytes, at: segment + 4), !size.isUnknown
        else { return }
        let missing = Int64(segment + 4 + size.length) + size.value - file.sizeBytes
        guard missing <= 0 else { throw PackagingError(.truncated, "\(missing) bytes of the segment are missing") }
    }

    /// A number whose first byte's leading zeros say how many more bytes follow; all ones mean that it is not known.
    private static func variableNumber(
        _ bytes: [UInt8],
        at offset: Int
    ) -> (value: Int64, length: Int, isUnknown: Bool)? {
        guard offset < bytes.count, bytes[offset] != 0 else { return nil }
        let length = bytes[offset].leadingZeroBitCount + 1
        guard offset + length <= bytes.count else { return nil }
        let ones = Int64(1) << (7 * length) - 1
        let value = bytes[offset..<(offset + length)].reduce(Int64(0)) { $0 << 8 | Int64($1) } & ones
        return (value, length, value == ones)
    }
}
