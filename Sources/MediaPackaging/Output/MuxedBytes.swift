import CLibAV

/// What a muxer has written; owns the memory, which nobody changes.
final class MuxedBytes: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer

    /// - Parameter start: allocated by FFmpeg; belongs to this from now on.
    init(_ start: UnsafeMutablePointer<UInt8>?, count: Int) {
        self.bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    var count: Int { self.bytes.count }

    func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(PackagingError) -> Result
    ) throws(PackagingError) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(self.bytes)
    }

    deinit {
        av_free(UnsafeMutableRawPointer(mutating: self.bytes.baseAddress))
    }
}
