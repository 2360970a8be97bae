import CommandInterface
import CourseModel
import MediaPackaging

/// Packaging on the command line: a progress bar whose length is known only when it has begun, and Ctrl-C.
struct PackagingBar {
    let label: String

    /// Runs the work; what was written by then is put in order before a signal ends the process.
    ///
    /// - Throws: `CommandFailure` with reason and advice for a video that is refused; what the work throws else.
    func shown<Result>(
        _ work: (PackagingProgress) throws -> Result
    ) throws -> Result {
        StopSignal.watch()
        let bar = LateProgressBar("packaging \(self.label)", unit: .mediaMilliseconds)
        defer { bar.finish() }
        do {
            return try work { done, total throws(PackagingError) in
                if StopSignal.isNoted() { throw PackagingError(.stopped) }
                bar.update(done.milliseconds, of: total.milliseconds)
            }
        } catch let error as PackagingError where error.reason == .stopped {
            bar.finish()
            StandardError.write("\(error)\n")
            StopSignal.endIfNoted()
            throw error
        } catch let error as PackagingError {
            throw CommandFailure("\(error.isAboutSource ? "refused" : "failed") (\(error.reason.rawValue)): \(error)")
        }
    }
}
