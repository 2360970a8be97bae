/// What happens to schools, their people and their reports; a run says how often.
package enum ProgressFaultKind: String, Sendable, CaseIterable {
    case reportLost, reportLate, receiptLost, reportTwice, reportAltered, reportForged, staleReceipt
    case lineDown, labDown, answerLost, messageTwice, changedBeat
    case kill, powerCut, tornCommit, reboot, calendarSet, suspend, fullDisk
    case cloned, restoredBackup, restoredImage, enrolledAnew, forkNoticed
    case originRestart, secondSeat, stranger, cheat, refused
}

/// A rule of minutes that is broken on purpose, so that it is seen that a simulation finds it.
package enum ProgressSabotage: String, Sendable, CaseIterable {
    /// A power cut takes the last commit that was answered, as it would without `synchronous=FULL`.
    case losesLastCommit
    /// Rows count as reported without a receipt.
    case forgetsToReport
    /// The rules pay two minutes for one.
    case paysDouble
    /// Somebody writes hours into the ledger that no evidence gives.
    case inventsHours
}
