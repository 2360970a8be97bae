import Glibc
import Synchronization

/// SIGINT and SIGTERM for a command that has something to put in order before it ends.
package enum StopSignal {
    private static let received = Atomic<Int32>(0)

    /// From now on the first of them is noted only, for the command to look; a second one ends the process at once.
    package static func watch() {
        // Made here, not in the handler, in which nothing may be allocated.
        _ = Self.isNoted()
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                StopSignal.received.store(number, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    @Sendable package static func isNoted() -> Bool { Self.received.load(ordering: .relaxed) != 0 }

    /// Ends the process by the signal that was noted, so that a shell ends its loop too; returns where there was none.
    package static func endIfNoted() {
        let number = Self.received.load(ordering: .relaxed)
        guard number != 0 else { return }
        signal(number, SIG_DFL)
        // Threads of the pool let no signal through.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // What was printed may still be on its way to a file.
        fflush(nil)
        raise(number)
    }
}
