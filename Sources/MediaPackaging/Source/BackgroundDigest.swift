import CourseModel
import Crypto
import Dispatch
import Synchronization

/// The digest of a source, computed on another thread while it is packaged; given up when nobody waits for it any more.
final class BackgroundDigest: Sendable {
    private let work: Work
    private let done = DispatchGroup()

    init(of file: SourceFile) {
        let work = Work(file: file)
        self.work = work
        DispatchQueue.global(qos: .userInitiated).async(group: self.done) { work.run() }
    }

    deinit {
        self.work.isStopped.store(true, ordering: .relaxed)
    }

    /// Waits for it.
    ///
    /// - Throws: what reading the file threw.
    func value() throws(PackagingError) -> CourseModel.Digest {
        self.done.wait()
        guard let result = self.work.result.withLock({ $0 }) else { throw PackagingError(.changedMeanwhile) }
        return try result.get()
    }

    private final class Work: Sendable {
        /// Read at once: the processor's second cache has room for it.
        private static let pieceBytes = 1 << 18

        let isStopped = Atomic(false)
        let result = Mutex<Result<CourseModel.Digest, PackagingError>?>(nil)
        private let file: SourceFile

        init(file: SourceFile) {
            self.file = file
        }

        func run() {
            let result = Result { () throws(PackagingError) in try self.digest() }
            self.result.withLock { $0 = result }
        }

        private func digest() throws(PackagingError) -> CourseModel.Digest {
            var hash = SHA256()
            var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
            var offset: Int64 = 0
            while offset < self.file.sizeBytes, !self.isStopped.load(ordering: .relaxed) {
                let count = Int(min(Int64(piece.count), self.file.sizeBytes - offset))
                try piece.withUnsafeMutableBufferPointer { buffer throws(PackagingError) in
                    let part = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                    try self.file.read(at: offset, into: part)
                    hash.update(bufferPointer: UnsafeRawBufferPointer(part))
                }
                offset += Int64(count)
            }
            return CourseModel.Digest(hash.finalize())
        }
    }
}
