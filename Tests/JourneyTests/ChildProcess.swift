import Dispatch
import Glibc
import Synchronization

/// A process of ours: its signals are not blocked (as those of a thread of the test's pool are), and it can be waited
/// for without a run loop.
final class ChildProcess: Sendable {
    private enum State {
        case running
        /// The exit code, or 128 and the signal.
        case ended(Int32)
    }

    let identifier: pid_t
    private let state = Mutex(State.running)

    /// - Parameters:
    ///   - command: a program's path, or a name to be found in `PATH`, and its arguments.
    ///   - output: the file that standard output is appended to.
    ///   - errors: the same for standard error; nil for `output`.
    init(
        _ command: [String],
        output: String,
        errors: String? = nil,
        folder: String,
        environment: [String: String] = [:]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        if let errors {
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let variables = Self.variables.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var identifier: pid_t = 0
        // `env -C` starts the command in a folder, and finds it in `PATH`.
        let failure = Self.withStrings(["env", "-C", folder] + command) { arguments in
            Self.withStrings(variables) { variables in
                posix_spawn(&identifier, "/usr/bin/env", &actions, &attributes, arguments, variables)
            }
        }
        guard failure == 0 else { throw NotInTime(description: "\(command[0]): \(String(cString: strerror(failure)))") }
        self.identifier = identifier
    }

    deinit {
        if self.exitCode == nil { _ = self.end(with: SIGKILL) }
    }

    /// Nil while it runs.
    var exitCode: Int32? { self.reap(WNOHANG) }

    /// Waits until it ends by itself.
    func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: self.reap(0) ?? -1) }
        }
    }

    /// Waits until it ends by itself, and lets nothing else of this thread go on.
    func waitHere() -> Int32 { self.reap(0) ?? -1 }

    /// Sends a signal and waits until the process is gone.
    func end(with signal: Int32) -> Int32 {
        if self.exitCode == nil { kill(self.identifier, signal) }
        return self.reap(0) ?? -1
    }

    private func reap(_ options: Int32) -> Int32? {
        self.state.withLock { state in
            if case .ended(let code) = state { return code }
            var status: Int32 = 0
            var answer: pid_t
            repeat { answer = waitpid(self.identifier, &status, options) } while answer < 0 && errno == EINTR
            guard answer == self.identifier else { return answer == 0 ? nil : -1 }
            let signal = status & 0x7F
            let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            state = .ended(code)
            return code
        }
    }

    private static var variables: [String: String] {
        var found: [String: String] = [:]
        var next = environ
        while let text = next.pointee.map({ String(cString: $0) }) {
            let name = text.prefix { $0 != "=" }
            found[String(name)] = String(text.dropFirst(name.count + 1))
            next += 1
        }
        return found
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
