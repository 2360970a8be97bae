import Glibc

/// The process's standard output, for bytes that are no text of ours.
package enum StandardOutput {
    /// Writes everything; gives up silently when nobody reads.
    package static func write(_ bytes: [UInt8]) {
        fflush(nil)
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 || (written < 0 && errno == EINTR) else { return }
            bytes = bytes.dropFirst(max(written, 0))
        }
    }
}
