/// Writes what a progressive file begins with: `ftyp`, `moov` with all sample tables, and the header of the one `mdat`
/// (ISO/IEC 14496-12 §8).
struct ProgressiveHeader {
    /// How a track lies on the movie's time line, in the movie's ticks: nothing for so long, then the whole track.
    private struct Edits {
        let empty: Int64
        let whole: Int64

        var duration: Int64 { self.empty + self.whole }
    }

    /// `iso4` is needed for `ctts` with times before decoding.
    private static let brands: [UInt8] = Array("isom".utf8) + [0, 0, 2, 0] + Array("isomiso4mp42".utf8)
    private static let identityMatrix: [UInt32] = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000]

    private let tracks: [ProgressiveTrack]
    /// That of a track that starts late, so that its start is exact.
    private let timescale: Int64
    private let edits: [Edits]
    private let isLarge: Bool

    /// - Parameters:
    ///   - tracks: at least one; each has samples.
    ///   - isLarge: whether an offset or the size of the `mdat` may need 64 bits.
    init(_ tracks: [ProgressiveTrack], isLarge: Bool) {
        let timescale = (tracks.first { $0.startTicks > 0 } ?? tracks[0]).header.timescale
        self.tracks = tracks
        self.timescale = timescale
        self.edits = tracks.map { track in
            let own = track.header.timescale
            return Edits(
                empty: (track.startTicks * timescale + own / 2) / own,
                whole: (track.durationTicks * timescale + own - 1) / own
            )
        }
        self.isLarge = isLarge
    }

    /// - Parameter extents: where the samples are, in the order of the file.
    func bytes(before extents: [ProgressiveFile.Extent]) -> [UInt8] {
        var writer = BoxWriter()
        writer.box("ftyp") { $0.raw(Self.brands) }
        writer.box("moov") { writer in
            self.writeMovieHeader(to: &writer)
            for number in self.tracks.indices { self.writeTrack(number, to: &writer) }
        }
        let mediaBytes = extents.reduce(0) { $0 + Int64($1.range.count) }
        if self.isLarge {
            writer.number(UInt32(1))
            writer.raw("mdat".utf8)
            writer.number(16 + mediaBytes)
        } else {
            writer.number(UInt32(8 + mediaBytes))
            writer.raw("mdat".utf8)
        }
        var blanks = writer.blanks
        var offset = Int64(writer.bytes.count)
        for extent in extents {
            if self.isLarge {
                writer.replace(with: offset, at: blanks[extent.track])
            } else {
                writer.replace(with: UInt32(offset), at: blanks[extent.track])
            }
            blanks[extent.track] += self.isLarge ? 8 : 4
            offset += Int64(extent.range.count)
        }
        return writer.bytes
    }

    private func writeMovieHeader(to writer: inout BoxWriter) {
        let duration = self.edits.map(\.duration).max() ?? 0
        writer.timedBox("mvhd", duration) { writer, version in
            writer.zeros(version == 1 ? 16 : 8)
            writer.number(UInt32(self.timescale))
            writer.time(duration, version: version)
            writer.number(UInt32(0x10000))
            writer.number(UInt16(0x100))
            writer.zeros(10)
            for value in Self.identityMatrix { writer.number(value) }
            writer.zeros(24)
            writer.number(UInt32(self.tracks.count + 1))
        }
    }

    private func writeTrack(_ number: Int, to writer: inout BoxWriter) {
        let track = self.tracks[number]
        let edits = self.edits[number]
        writer.box("trak") { writer in
            writer.timedBox("tkhd", edits.duration, flags: 3) { writer, version in
                writer.zeros(version == 1 ? 16 : 8)
                writer.number(UInt32(number + 1))
                writer.zeros(4)
                writer.time(edits.duration, version: version)
                writer.zeros(8)
                writer.raw(track.header.display)
            }
            if edits.empty > 0 { Self.write(edits, to: &writer) }
            writer.box("mdia") { writer in
                writer.timedBox("mdhd", track.durationTicks) { writer, version in
                    writer.zeros(version == 1 ? 16 : 8)
                    writer.number(UInt32(track.header.timescale))
                    writer.time(track.durationTicks, version: version)
                    writer.number(track.header.language)
                    writer.zeros(2)
                }
                writer.box("hdlr") { $0.raw(track.header.handler) }
                writer.box("minf") { writer in
                    writer.box(track.header.isVideo ? "vmhd" : "smhd") { $0.raw(track.header.mediaHeader) }
                    writer.box("dinf") { $0.raw(track.header.dataInformation) }
                    writer.box("stbl") { self.writeSampleTables(of: track, to: &$0) }
                }
            }
        }
    }

    private static func write(_ edits: Edits, to writer: inout BoxWriter) {
        writer.box("edts") { writer in
            writer.timedBox("elst", edits.duration) { writer, version in
                writer.number(UInt32(2))
                for (duration, mediaTime) in [(edits.empty, Int64(-1)), (edits.whole, 0)] {
                    writer.time(duration, version: version)
                    writer.time(mediaTime, version: version)
                    writer.number(UInt32(0x10000))
                }
            }
        }
    }

    private func writeSampleTables(of track: ProgressiveTrack, to writer: inout BoxWriter) {
        writer.box("stsd") { $0.raw(track.header.sampleDescriptions) }
        writer.fullBox("stts") { $0.runs(track.durations) }
        if track.shifts.runs.contains(where: { $0.value != 0 }) {
            let isSigned = track.shifts.runs.contains { $0.value < 0 }
            writer.fullBox("ctts", version: isSigned ? 1 : 0) { $0.runs(track.shifts) }
        }
        if track.header.isVideo, track.syncs.count < track.sizes.count {
            writer.fullBox("stss") { $0.numbers(track.syncs) }
        }
        writer.fullBox("stsc") { writer in
            var samples: UInt32 = 0
            let changes = track.runs.enumerated().filter { _, run in
                defer { samples = run.samples }
                return run.samples != samples
            }
            writer.number(UInt32(changes.count))
            for (number, run) in changes {
                writer.number(UInt32(number + 1))
                writer.number(run.samples)
                writer.number(UInt32(1))
            }
        }
        writer.fullBox("stsz") { writer in
            writer.zeros(4)
            writer.numbers(track.sizes)
        }
        writer.fullBox(self.isLarge ? "co64" : "stco") { writer in
            writer.number(UInt32(track.runs.count))
            writer.blank(track.runs.count * (self.isLarge ? 8 : 4))
        }
    }
}

extension BoxWriter {
    /// A box whose times have 64 bits, in version 1, where one of them does not fit into 32.
    fileprivate mutating func timedBox(
        _ type: String,
        _ longest: Int64,
        flags: UInt32 = 0,
        _ body: (inout BoxWriter, UInt8) -> Void
    ) {
        let version: UInt8 = longest > Int64(UInt32.max) ? 1 : 0
        self.fullBox(type, version: version, flags: flags) { body(&$0, version) }
    }

    fileprivate mutating func runs(_ lengths: RunLengths) {
        self.number(UInt32(lengths.runs.count))
        for run in lengths.runs {
            self.number(run.count)
            self.number(UInt32(truncatingIfNeeded: run.value))
        }
    }

    fileprivate mutating func numbers(_ values: [UInt32]) {
        self.number(UInt32(values.count))
        for value in values { self.number(value) }
    }
}
