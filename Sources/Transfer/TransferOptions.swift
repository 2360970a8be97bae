import CourseModel

/// How a connection behaves.
package struct TransferOptions: Hashable, Sendable {
    /// For finding the host, connecting and TLS together.
    package let connectTimeout: Duration
    /// How long not one byte may move in either direction; whole seconds, at least one.
    package let stallTimeout: Duration
    /// Size of the socket's receive buffer, set before connecting; 0 leaves it to the system. A small one makes the
    /// connection give way to everything else on the line: the sender never has more under way than fits in it.
    package let receiveBufferBytes: Int
    package let userAgent: String

    /// - Parameter userAgent: nil for `lectern/VERSION`.
    package init(
        connectTimeout: Duration = .seconds(10),
        stallTimeout: Duration = .seconds(30),
        receiveBufferBytes: Int = 0,
        userAgent: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.receiveBufferBytes = receiveBufferBytes
        self.userAgent = userAgent ?? "lectern/\(SoftwareVersion.text)"
    }
}
