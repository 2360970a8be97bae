import ISOMedia

/// Whether the tables of an MP4 file promise no more than the file can hold, looked at before FFmpeg sees it.
///
/// FFmpeg takes memory for as many samples as a table says it has, and only then reads them.
struct MovieTables {
    /// Boxes looked at in one `moov` or `moof`; a track has about thirty.
    private static let boxesMax = 20_000

    let file: SourceFile

    /// What a box has inside.
    private typealias Content = Range<Int64>

    /// - Parameter content: of a `moov` box.
    /// - Throws: `tooManyTracks`; `damaged` for a table that reaches past its box or a track without a time scale.
    func checkMovie(_ content: Range<Int64>) throws(PackagingError) {
        var tracks = 0
        try self.forEach(in: content) { type, track throws(PackagingError) in
            guard type == "trak" else { return }
            tracks += 1
            guard tracks <= MediaSource.streamsMax else {
                throw PackagingError(.tooManyTracks, "more than \(MediaSource.streamsMax)")
            }
            try self.forEach(in: track) { type, media throws(PackagingError) in
                if type == "mdia" { try self.checkMedia(media) }
            }
        }
    }

    /// - Parameter content: of a `moof` box.
    /// - Throws: `damaged` for a run of more samples than it or the file can hold.
    func checkFragment(_ content: Range<Int64>) throws(PackagingError) {
        try self.forEach(in: content) { type, track throws(PackagingError) in
            guard type == "traf" else { return }
            try self.forEach(in: track) { type, run throws(PackagingError) in
                guard type == "trun", let flags = try self.number(at: 0, in: run) else { return }
                // ISO/IEC 14496-12 §8.8.8: a duration, a size, flags and an offset for each, if the flags say so.
                let entryBytes = 4 * Int64((flags & 0xf00).nonzeroBitCount)
                let fixedBytes = 8 + 4 * Int64((flags & 0x5).nonzeroBitCount)
                try self.check(type, run, countAt: 4, entriesAt: fixedBytes, entryBytes: entryBytes)
            }
        }
    }

    private func checkMedia(_ media: Content) throws(PackagingError) {
        var timescale: Int64?
        var isPictureOrSound = false
        try self.forEach(in: media) { type, content throws(PackagingError) in
            switch type {
            case "mdhd":
                let isLong = try self.number(at: 0, in: content).map { $0 >> 24 == 1 } ?? false
                timescale = try self.number(at: isLong ? 20 : 12, in: content)
            case "hdlr":
                let handler = try self.number(at: 8, in: content)
                isPictureOrSound = ["vide", "soun"].contains { Int64(Array($0.utf8).bigEndian32(at: 0)) == handler }
            case "minf":
                try self.forEach(in: content) { type, tables throws(PackagingError) in
                    if type == "stbl" { try self.checkTables(tables) }
                }
            default: break
            }
        }
        if isPictureOrSound, timescale == 0 { throw PackagingError(.damaged, "a track has no time scale") }
    }

    /// ISO/IEC 14496-12 §8.6 and §8.7.
    private func checkTables(_ tables: Content) throws(PackagingError) {
        var isCounted = false
        var constant: (bytes: Int64, samples: Int64)?
        try self.forEach(in: tables) { type, content throws(PackagingError) in
            switch type {
            case "stts":
                try self.check(type, content, countAt: 4, entriesAt: 8, entryBytes: 8)
                // Where every sample lasts one tick, as in PCM, FFmpeg counts them and makes no list.
                let first = (entries: try self.number(at: 4, in: content), ticks: try self.number(at: 12, in: content))
                isCounted = first == (1, 1)
            case "ctts": try self.check(type, content, countAt: 4, entriesAt: 8, entryBytes: 8)
            case "stsc": try self.check(type, content, countAt: 4, entriesAt: 8, entryBytes: 12)
            case "stss", "stco": try self.check(type, content, countAt: 4, entriesAt: 8, entryBytes: 4)
            case "co64": try self.check(type, content, countAt: 4, entriesAt: 8, entryBytes: 8)
            case "stsz":
                if let bytes = try self.number(at: 4, in: content), bytes > 0 {
                    constant = (bytes, try self.number(at: 8, in: content) ?? 0)
                } else {
                    try self.check(type, content, countAt: 8, entriesAt: 12, entryBytes: 4)
                }
            default: break
            }
        }
        guard let constant, !isCounted else { return }
        guard constant.samples <= self.file.sizeBytes / constant.bytes, constant.samples <= StreamTimes.samplesMax
        else {
            throw PackagingError(.damaged, "\(constant.samples) samples of \(constant.bytes) bytes are promised")
        }
    }

    /// - Parameter entryBytes: 0 where entries take no place in the table; each sample has a byte in the file then.
    private func check(
        _ type: String,
        _ content: Content,
        countAt offset: Int64,
        entriesAt entriesOffset: Int64,
        entryBytes: Int64
    ) throws(PackagingError) {
        let length = content.upperBound - content.lowerBound
        guard let count = try self.number(at: offset, in: content) else { return }
        let countMax =
            entryBytes > 0 ? (length - entriesOffset) / entryBytes : min(self.file.sizeBytes, StreamTimes.samplesMax)
        guard count <= max(0, countMax) else {
            throw PackagingError(.damaged, "\(count) entries are promised in the \(length) bytes of a \(type) box")
        }
    }

    /// The boxes in a box, one after the other; one that reaches past its end is taken to end with it.
    private func forEach(
        in content: Content,
        _ body: (String, Content) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        var offset = content.lowerBound
        for _ in 0..<Self.boxesMax where content.upperBound - offset >= 8 {
            let left = content.upperBound - offset
            guard let box = BoxHeader(try self.file.read(at: offset, count: Int(min(16, left)))) else { return }
            let end = offset + min(box.sizeBytes, left)
            if offset + box.headerBytes <= end { try body(box.type, (offset + box.headerBytes)..<end) }
            offset = end
        }
    }

    /// A number of four bytes, as far as it is there.
    private func number(at offset: Int64, in content: Content) throws(PackagingError) -> Int64? {
        guard content.upperBound - content.lowerBound >= offset + 4 else { return nil }
        return Int64(try self.file.read(at: content.lowerBound + offset, count: 4).bigEndian32(at: 0))
    }
}
