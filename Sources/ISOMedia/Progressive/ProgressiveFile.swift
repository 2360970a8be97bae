/// A plain MP4 file that plays from its first bytes on, for old players and for saving to a disk, made of track files
/// without writing it: a header, and where in the track files the bytes after it are.
///
/// The header has full sample tables, so nobody needs to know of fragments. A track that starts late gets an edit list,
/// which such players follow, unlike those of fragmented files.
package struct ProgressiveFile: Hashable, Sendable {
    /// Bytes of a track file: all samples of one segment.
    package struct Extent: Hashable, Sendable {
        /// Which of the tracks.
        package let track: Int
        package let range: Range<Int64>
    }

    /// Bytes that answer a part of a request.
    package enum Piece: Hashable, Sendable {
        case header(Range<Int>)
        case media(Extent)
    }

    /// A picture and its sound.
    private static let tracksMax = 2
    /// 24 bytes for each of the most samples that both tracks can have are less.
    private static let headerBytesMax: Int64 = 1 << 29

    package let header: [UInt8]
    /// In the order of the file: by the time at which a segment starts, so that a player finds what it needs next close
    /// by. Sound goes before a picture that starts with it: it is small, and playing needs both.
    package let extents: [Extent]
    package let sizeBytes: Int64
    /// Where each extent ends in this file.
    private let ends: [Int64]

    /// - Parameter tracks: complete ones, e.g. a rendition's picture and its sound.
    /// - Returns: nil where there is none, or more than two, or one without segments.
    package init?(_ tracks: [ProgressiveTrack]) {
        guard (1...Self.tracksMax).contains(tracks.count), tracks.allSatisfy({ !$0.runs.isEmpty }) else { return nil }
        let runs = tracks.enumerated().flatMap { number, track in track.runs.map { (track: number, run: $0) } }
        let extents = runs.sorted { one, other in
            let (first, second) = (tracks[one.track].header, tracks[other.track].header)
            let times = (one.run.startTicks * second.timescale, other.run.startTicks * first.timescale)
            return times.0 == times.1 ? !first.isVideo && second.isVideo : times.0 < times.1
        }.map { Extent(track: $0.track, range: $0.run.bytes) }
        let mediaBytes = extents.reduce(0) { $0 + Int64($1.range.count) }
        let isLarge = mediaBytes > Int64(UInt32.max) - Self.headerBytesMax
        self.header = ProgressiveHeader(tracks, isLarge: isLarge).bytes(before: extents)
        self.extents = extents
        var end = Int64(self.header.count)
        self.ends = extents.map { extent in
            end += Int64(extent.range.count)
            return end
        }
        self.sizeBytes = end
    }

    /// What bytes of this file are, in order, for whoever sends them.
    ///
    /// - Parameter range: of this file; what reaches past its end is left out.
    package func pieces(in range: Range<Int64>) -> [Piece] {
        let range = range.clamped(to: 0..<self.sizeBytes)
        guard !range.isEmpty else { return [] }
        var pieces: [Piece] = []
        let headerBytes = Int64(self.header.count)
        if range.lowerBound < headerBytes {
            pieces.append(.header(Int(range.lowerBound)..<Int(min(range.upperBound, headerBytes))))
        }
        var index = self.firstExtent(endingAfter: range.lowerBound)
        while index < self.extents.count {
            let extent = self.extents[index]
            let start = self.ends[index] - Int64(extent.range.count)
            guard start < range.upperBound else { break }
            let lower = extent.range.lowerBound + max(0, range.lowerBound - start)
            let upper = extent.range.lowerBound + min(Int64(extent.range.count), range.upperBound - start)
            pieces.append(.media(Extent(track: extent.track, range: lower..<upper)))
            index += 1
        }
        return pieces
    }

    private func firstExtent(endingAfter offset: Int64) -> Int {
        var range = 0..<self.ends.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = self.ends[middle] > offset ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return range.lowerBound
    }
}
