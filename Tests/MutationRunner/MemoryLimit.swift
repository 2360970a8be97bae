import ArgumentParser
import Glibc

/// How much address space this process and its children may have.
enum MemoryLimit {
    /// - Parameter mebibytes: 0 for no limit, as the address sanitizer needs it.
    static func set(mebibytes: Int) throws {
        guard mebibytes > 0 else { return }
        let bytes = rlim_t(mebibytes) << 20
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        guard setrlimit(__rlimit_resource_t(UInt32(RLIMIT_AS.rawValue)), &limit) == 0 else { throw ExitCode.failure }
    }
}
