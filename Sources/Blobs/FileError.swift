import Glibc

/// A file could not be read or written.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let operation: String
    package let path: String
    /// `errno` of the failed call.
    package let code: Int32

    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    package var isDiskFull: Bool { self.code == ENOSPC || self.code == EDQUOT }

    package var description: String {
        let cause = String(cString: strerror(self.code))
        let advice = self.isDiskFull ? "; free some space on that disk and try again" : ""
        return "cannot \(self.operation) \(self.path): \(cause)\(advice)"
    }
}
