/// What many runs brought over the line and to the disk.
package struct FaultSums: RunSums {
    private var deliveredBytes: Int64 = 0
    private var contentBytes: Int64 = 0
    private var repeatedBytes: Int64 = 0
    private var changes = 0

    package init() {}

    package mutating func add(_ result: FaultRun.Result) {
        self.deliveredBytes += result.deliveredBytes
        self.contentBytes += result.contentBytes
        self.repeatedBytes += result.repeatedBytes
        self.changes += result.changes
    }

    package var text: String {
        """
        \(self.changes) changes of the disk
        \(self.deliveredBytes) bytes came, \(self.contentBytes) of them for the first time, \(self.repeatedBytes) again \
        for a reason
        """
    }
}
