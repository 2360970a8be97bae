package import CourseModel
import ISOMedia

/// Writes out the plain MP4 file that an edge only pretends to have (`ProgressiveFile`), to compare it or to hand it on.
package enum ProgressiveFileWriter {
    /// Copied at once; only affects speed.
    private static let pieceBytes: Int64 = 1 << 20

    /// Writes a file of these tracks, e.g. those of a rendition.
    ///
    /// - Parameter path: what is there is replaced when all is written.
    package static func write(_ tracks: [(track: Track, path: String)], to path: String) throws(PackagingError) {
        let files = try tracks.map { entry throws(PackagingError) in try SourceFile(path: entry.path) }
        let parts = try zip(tracks, files).map { entry, file throws(PackagingError) in
            try ProgressiveTrack(entry.track, in: file)
        }
        guard let whole = ProgressiveFile(parts) else { throw PackagingError(.unfitOutput, "no track to write") }
        let output = try OutputFile(path: path)
        try output.write(whole.header, at: 0)
        var offset = Int64(whole.header.count)
        for extent in whole.extents {
            for start in stride(from: extent.range.lowerBound, to: extent.range.upperBound, by: Int(Self.pieceBytes)) {
                let count = Int(min(Self.pieceBytes, extent.range.upperBound - start))
                try output.write(try files[extent.track].read(at: start, count: count), at: offset)
                offset += Int64(count)
            }
        }
        try OutputFile.keep([output])
    }
}

extension ProgressiveTrack {
    /// Reads a track file's header and the `moof` of each of its segments.
    fileprivate init(_ track: Track, in file: SourceFile) throws(PackagingError) {
        let header = try InitSegment(output: try file.read(at: 0, count: Int(track.initSizeBytes.bytes)))
        do {
            try self.init(header, segments: track.chunkRanges.dropFirst()) { range in
                try file.read(at: range.lowerBound, count: range.count)
            }
        } catch let error as PackagingError {
            throw error
        } catch {
            throw PackagingError(.unfitOutput, "\(track.track): \(error)")
        }
    }
}
