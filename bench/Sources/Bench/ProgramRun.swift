import Glibc

/// A command that is run once: a program and its arguments, without a shell.
struct Command: Hashable {
    let arguments: [String]

    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// Several commands one after the other, up to the first that fails.
    init(script: String) {
        self.arguments = ["/bin/sh", "-ec", script]
    }

    /// As one would type it.
    var text: String {
        self.arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
    }
}

/// What one run took, as the operating system counts it for the process and all its children.
struct Usage: Hashable {
    let wallSeconds: Double
    let cpuSeconds: Double
    /// Of the largest single process.
    let peakBytes: Int64

    /// Runs a command to its end; what it prints goes to `log`, as the programs of a server's operator do it.
    ///
    /// - Throws: `BenchFailure` where it cannot be started or does not exit with 0.
    static func of(_ command: Command, log: String) throws(BenchFailure) -> Usage {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.arguments.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let start = ContinuousClock.now
        let code = posix_spawnp(&process, command.arguments[0], &actions, nil, &arguments, environ)
        guard code == 0 else { throw BenchFailure("\(command.arguments[0]): \(String(cString: strerror(code)))") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchFailure("wait: \(String(cString: strerror(errno)))") }
        }
        let wall = start.duration(to: .now) / .seconds(1)
        guard status == 0 else {
            throw BenchFailure("exit status \(status >> 8) of: \(command.text)\nits output: \(log)")
        }
        return Usage(
            wallSeconds: wall,
            cpuSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peakBytes: Int64(usage.ru_maxrss) * 1024
        )
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}

/// Why there is no result, and what to do about it.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
