/// What another edge says of the reports that it carries to the origin for this one.
package struct RelayState: Hashable, Sendable, Codable {
    /// Handed over, and not yet at the origin.
    package let pendingReports: Int
    /// The origin's last receipt, a signed document as base64url; nil before the first.
    package let receipt: String?

    package init(pendingReports: Int, receipt: String?) {
        self.pendingReports = pendingReports
        self.receipt = receipt
    }
}
