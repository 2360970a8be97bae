/// Whether an MP4 file is as long as its own boxes say, looked at before FFmpeg sees it.
///
/// FFmpeg reads a file that was cut off as far as it goes and reports success (ISO/IEC 14496-12 §4.2 has the sizes).
enum ContainerExtent {
    /// Top-level boxes looked at; a fragmented recording has two for every fragment.
    private static let boxesMax = 200_000

    /// - Throws: `empty`, or `truncated` for an MP4 file whose boxes reach past its end or that has no `moov`.
    static func check(_ file: SourceFile) throws(PackagingError) {
        guard file.sizeBytes > 0 else { throw PackagingError(.empty) }
        guard file.sizeBytes >= 16, BoxHeader(try file.read(at: 0, count: 16))?.type == "ftyp" else { return }
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
            if box.reachesToEnd { break }
            guard box.sizeBytes <= left else {
                let missing = box.sizeBytes - left
                throw PackagingError(.truncated, "\(missing) bytes of the \(box.type) box are missing")
            }
            offset += box.sizeBytes
        }
        guard hasMovie else { throw PackagingError(.truncated, "no moov box") }
    }
}
