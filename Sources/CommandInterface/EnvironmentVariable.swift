import Glibc

/// The process's environment, for what is needed before the configuration can be read.
package enum EnvironmentVariable {
    /// - Returns: nil where the variable is not set.
    package static func value(of name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
