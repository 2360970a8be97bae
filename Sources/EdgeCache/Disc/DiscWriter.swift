import Blobs
import CourseModel

/// Writes one disc.
struct DiscWriter {
    let disc: DiscFolder
    /// Where the blobs come from.
    let source: BlobDirectory

    /// Writes a lesson's manifest and track files.
    ///
    /// - Returns: false where a chunk here is not what its digest names; what was written of its file is removed.
    func write(_ lesson: DiscLesson, progress: (ByteCount) -> Void) throws -> Bool {
        for track in lesson.tracks {
            if try self.hasWhole(track) {
                progress(track.sizeBytes)
            } else if try !self.copy(track, progress: progress) {
                return false
            }
        }
        guard let manifest = try self.source.read(lesson.release.digest, sizeMax: Manifest.sizeMax) else {
            return false
        }
        try self.write(document: manifest)
        return true
    }

    /// Writes what makes the folder a disc, the catalogue last.
    func finish(programmes: [[UInt8]], catalogue: [UInt8], page: String) throws {
        try DurableFile.makeFolder(self.disc.blobsPath, mode: 0o755)
        for programme in programmes { try self.write(document: programme) }
        try DurableFile.write(Array(page.utf8), to: self.disc.indexPath, mode: 0o644)
        try DurableFile.write(catalogue, to: self.disc.cataloguePath, mode: 0o644)
    }

    private func write(document: [UInt8]) throws {
        let digest = Digest(of: document)
        if try self.disc.blobs.read(digest, sizeMax: max(document.count, Manifest.sizeMax)) == document { return }
        var writer = try self.disc.blobs.writer(digest)
        try writer.write(document)
        try writer.finish()
    }

    /// Whether an earlier try has written a track file, and every chunk of it can be read again.
    private func hasWhole(_ track: Track) throws -> Bool {
        guard self.disc.blobs.isWhole(track.blob), let file = try self.disc.blobs.file(track.blob),
            file.sizeBytes == track.sizeBytes
        else { return false }
        return zip(track.chunks, track.chunkRanges).allSatisfy { file.rightBytes(of: $0, at: $1) != nil }
    }

    private func copy(_ track: Track, progress: (ByteCount) -> Void) throws -> Bool {
        guard let file = try self.source.file(track.blob), file.sizeBytes == track.sizeBytes else { return false }
        var writer = try self.disc.blobs.writer(track.blob)
        for (chunk, range) in zip(track.chunks, track.chunkRanges) {
            guard let bytes = file.rightBytes(of: chunk, at: range) else { return false }
            try writer.write(bytes)
            progress(chunk.sizeBytes)
        }
        try writer.finish()
        return true
    }
}
