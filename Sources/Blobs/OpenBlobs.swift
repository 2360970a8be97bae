package import CourseModel
import Synchronization

/// Blobs' files that are kept open while they are asked for again and again: one descriptor for all who read a blob.
package final class OpenBlobs: Sendable {
    private struct Entry {
        let file: BlobFile
        var usedAt: UInt64
    }

    private struct State {
        var entries: [Digest: Entry] = [:]
        var uses: UInt64 = 0
    }

    /// What a blob's file is good for now.
    package enum Opened: Sendable {
        case file(BlobFile)
        /// It ends before what is wanted of it, which was there once.
        case cutOff(sizeBytes: Int64)
        case absent
    }

    /// A lesson has two or three files; a school has a few lessons under way at once.
    package static let countMax = 128

    private let directory: BlobDirectory
    private let state = Mutex(State())

    package init(_ directory: BlobDirectory) {
        self.directory = directory
    }

    /// A blob's file, of which the first `end` bytes are there.
    package func file(_ digest: Digest, upTo end: Int64) throws(FileError) -> Opened {
        if let known = self.known(digest) {
            let state = known.state
            if state.isNamed { return state.sizeBytes >= end ? .file(known) : .cutOff(sizeBytes: state.sizeBytes) }
        }
        guard let file = try self.directory.file(digest) else {
            self.state.withLock { $0.entries[digest] = nil }
            return .absent
        }
        self.keep(file, of: digest)
        return file.sizeBytes.bytes >= end ? .file(file) : .cutOff(sizeBytes: file.sizeBytes.bytes)
    }

    private func known(_ digest: Digest) -> BlobFile? {
        self.state.withLock { state in
            state.uses += 1
            let now = state.uses
            guard let entry = state.entries[digest] else { return nil }
            state.entries[digest]?.usedAt = now
            return entry.file
        }
    }

    private func keep(_ file: BlobFile, of digest: Digest) {
        self.state.withLock { state in
            state.entries[digest] = Entry(file: file, usedAt: state.uses)
            guard state.entries.count > Self.countMax,
                let oldest = state.entries.min(by: { $0.value.usedAt < $1.value.usedAt })
            else { return }
            state.entries[oldest.key] = nil
        }
    }
}
