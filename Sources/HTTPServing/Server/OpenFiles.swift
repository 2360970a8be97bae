import Glibc

/// How many files and connections this process may have open.
enum OpenFiles {
    /// More than a server of ours uses; some systems allow a billion and reserve memory for each.
    private static let limitMax: rlim_t = 16_384

    /// Takes as many as the system lets a process have, not the few that it gives by default.
    ///
    /// - Returns: how many there are now.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 else { return 1_024 }
        let wanted = min(limit.rlim_max, Self.limitMax)
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
