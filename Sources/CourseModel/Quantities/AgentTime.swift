/// A point on a progress agent's time line, in whole milliseconds.
///
/// The agent starts its line at the later of its computer's clock and the last time in its journal, and from there
/// follows the boot-time clock (which counts suspend): it never runs backwards and never jumps while the agent runs.
/// How far it is from UTC is told by the `anchor` rows of the journal.
package struct AgentTime: Quantity {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(wholeNumber: Int64) { self.init(milliseconds: wholeNumber) }
    package var wholeNumber: Int64 { self.milliseconds }
}
