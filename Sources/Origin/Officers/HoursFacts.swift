import CourseModel
import CreditLedger
import Crediting

/// Everything about one trainee's hours that officers read and decide by.
struct HoursFacts: Sendable, Encodable {
    let register: CreditRegister
    let entries: [LedgerEntry]
    let proposals: [Proposal]
    let appeals: [Appeal]
    let statements: [Statement]
    /// The latest first.
    let sessions: [Evidence.Play]
}
