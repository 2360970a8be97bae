package import ArgumentParser
import Glibc

/// The exit codes of every Lectern command.
package enum CommandExit: Int32, Sendable {
    case done = 0
    case failed = 1
    case wrongUse = 2
}

extension AsyncParsableCommand {
    /// Runs the command with the process's arguments and exits with one of `CommandExit`.
    ///
    /// What went wrong is written to standard error, help to standard output.
    package static func runAndExit() async -> Never {
        do {
            var command = try Self.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Glibc.exit(CommandExit.done.rawValue)
        } catch {
            Glibc.exit(self.report(error).rawValue)
        }
    }

    private static func report(_ error: any Error) -> CommandExit {
        let code = self.exitCode(for: error)
        let message = self.fullMessage(for: error)
        guard !code.isSuccess else {
            print(message)
            return .done
        }
        if !message.isEmpty {
            StandardError.write(message + "\n")
        }
        return code == .validationFailure ? .wrongUse : .failed
    }
}
