package import CourseModel
package import Prefetching

/// Runs that broke off in the middle of a chunk, for whoever fetches that chunk next.
package struct BegunRuns: Sendable {
    private struct Run {
        let assembly: RunAssembly
        /// Nil where it was found on the disk.
        let source: Source?
    }

    /// One of the bulk connection's and one of the foreground's, unless plans change often.
    package static let countMax = 16

    private var runs: [ChunkAddress: Run] = [:]

    package init() {}

    package var count: Int { self.runs.count }

    /// A run as it was left, where one broke off in the first of these chunks; else a new one. It ends before the next chunk
    /// that was begun, with which another run can go on.
    ///
    /// - Parameter source: where the rest is to come from.
    package mutating func take(_ chunks: Range<Int>, of track: Track, from source: Source) -> RunAssembly {
        func isBegun(_ chunk: Int) -> Bool { self.runs[ChunkAddress(blob: track.blob, chunk: chunk)] != nil }
        let end = chunks.dropFirst().first(where: isBegun) ?? chunks.upperBound
        let address = ChunkAddress(blob: track.blob, chunk: chunks.lowerBound)
        guard let begun = self.runs.removeValue(forKey: address) else {
            return RunAssembly(track: track, chunks: chunks.lowerBound..<end)
        }
        var assembly = begun.assembly
        assembly.extend(to: end)
        if begun.source != source { assembly.goOnElsewhere() }
        return assembly
    }

    /// Keeps the state of a run, if it broke off in the middle of a chunk; when there are too many, all others go.
    ///
    /// - Parameter source: where it came from; nil where it was found on the disk.
    package mutating func put(_ left: RunAssembly, of track: Track, from source: Source?) {
        guard left.isBegun else { return }
        if self.runs.count >= Self.countMax { self.runs = [:] }
        self.runs[ChunkAddress(blob: track.blob, chunk: left.current)] = Run(assembly: left, source: source)
    }

    /// What came of a chunk is of no use any more.
    package mutating func forget(_ address: ChunkAddress) {
        self.runs[address] = nil
    }

    /// The track file is gone.
    package mutating func forget(_ blob: Digest) {
        self.runs = self.runs.filter { $0.key.blob != blob }
    }
}
