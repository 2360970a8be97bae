import CLibAV

/// The one place where FFmpeg's return codes become errors.
enum LibraryCall {
    /// - Parameter reason: what a failure of this call means for the file; memory shortage is told as such.
    /// - Returns: the code, which is not negative.
    @discardableResult
    static func check(
        _ code: Int32,
        or reason: PackagingError.Reason,
        _ operation: String
    ) throws(PackagingError) -> Int32 {
        guard code < 0 else { return code }
        if code == lectern_av_error_no_memory() { throw PackagingError(.outOfMemory, operation) }
        throw PackagingError(reason, "\(operation): \(Self.text(of: code))")
    }

    /// An allocation of FFmpeg's, which is nil only when memory ran out.
    static func allocated<Pointee>(
        _ pointer: UnsafeMutablePointer<Pointee>?,
        _ what: String
    ) throws(PackagingError) -> UnsafeMutablePointer<Pointee> {
        guard let pointer else { throw PackagingError(.outOfMemory, what) }
        return pointer
    }

    static func text(of code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_ERROR_MAX_STRING_SIZE)) { buffer in
            guard let address = buffer.baseAddress else { return "error \(code)" }
            lectern_av_error_text(code, address, buffer.count)
            return String(cString: address)
        }
    }
}
