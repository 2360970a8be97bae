import Blobs
package import CourseModel
package import Prefetching
import Synchronization

/// Chunks that come otherwise than over the line.
extension PrefetchService {
    /// Takes consecutive chunks of a track file; the right ones are held when this returns.
    ///
    /// - Parameters:
    ///   - bytes: those of the chunks, the last one whole.
    ///   - source: where they are from.
    /// - Throws: `PrefetchError`, `DiscIntakeError.notChunks`, or what the index threw.
    package func take(
        _ bytes: [UInt8],
        fromChunk first: Int,
        of blob: Digest,
        source: Source.Kind
    ) throws -> TakenChunks {
        guard let track = self.state.withLock({ $0.tracks[blob] }), track.chunks.indices.contains(first) else {
            throw PrefetchError.unknownChunk(ChunkAddress(blob: blob, chunk: first))
        }
        let chunks = try Self.chunks(from: first, of: track, in: bytes)
        let held = self.keeper.shelf.heldChunks(of: track)
        let right = chunks.filter { !held.contains($0.index) && Digest(of: $0.bytes) == track.chunks[$0.index].digest }
        if !right.isEmpty {
            do {
                let isWhole = try self.keeper.keep(right, of: track, in: try self.openFill(track))
                self.kept(right.map(\.index), of: track, isWhole: isWhole)
                if isWhole { self.chooseRenditions() }
            } catch let failure as FetchFailure {
                throw PrefetchError.disk(failure.reason)
            } catch let error as FileError {
                throw PrefetchError.disk(self.failure(of: error).reason)
            }
            let brought = right.reduce(0) { $0 + Int64($1.bytes.count) }
            self.tally.addBrought(ByteCount(bytes: brought), from: source)
        }
        let known = held.union(right.map(\.index))
        let wrong = chunks.map(\.index).filter { !known.contains($0) }
        if let chunk = wrong.first { self.refused(chunk, of: track, " from a \(source.rawValue)") }
        return TakenChunks(held: chunks.map(\.index).filter(known.contains), wrong: wrong)
    }

    private static func chunks(from first: Int, of track: Track, in bytes: [UInt8]) throws -> [BroughtChunk] {
        let places = track.chunkRanges
        let start = places[first].lowerBound
        let chunks = places.indices[first...].prefix { places[$0].upperBound - start <= Int64(bytes.count) }
        guard let last = chunks.last, places[last].upperBound - start == Int64(bytes.count) else {
            throw DiscIntakeError.notChunks
        }
        return chunks.map { index in
            let range = Int(places[index].lowerBound - start)..<Int(places[index].upperBound - start)
            return BroughtChunk(index: index, offset: places[index].lowerBound, bytes: bytes[range])
        }
    }
}

/// A whole chunk that was brought.
struct BroughtChunk {
    /// Into the track's chunks.
    let index: Int
    /// Where it lies in the track file.
    let offset: Int64
    let bytes: ArraySlice<UInt8>
}
