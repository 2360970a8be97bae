import CourseModel

/// How a connection behaves.
package struct TransferOptions: Hashable, Sendable {
    /// For finding the host, connecting and TLS together.
    package let connectTimeout: Duration
    /// How long not one byte may move in either direction; whole seconds, at least one.
    package let stallTimeout: Duration
    /// How long a request may take from its first moment to the last byte of its answer, where it has no limit of its own:
    /// a server that sends a byte now and then must not hold a connection for ever.
    package let totalTimeout: Duration
    /// Size of the socket's receive buffer, set before connecting; 0 leaves it to the system. A small one makes the
    /// connection give way to everything else on the line: the sender never has more under way than fits in it.
    package let receiveBufferBytes: Int
    package let route: TransferRoute
    package let userAgent: String

    /// - Parameter userAgent: nil for `lectern/VERSION`.
    package init(
        connectTimeout: Duration = .seconds(10),
        stallTimeout: Duration = .seconds(30),
        totalTimeout: Duration = .seconds(600),
        receiveBufferBytes: Int = 0,
        route: TransferRoute = TransferRoute(),
        userAgent: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.totalTimeout = totalTimeout
        self.receiveBufferBytes = receiveBufferBytes
        self.route = route
        self.userAgent = userAgent ?? "lectern/\(SoftwareVersion.text)"
    }
}

/// Which way a connection takes, and whom it trusts at the other end.
package struct TransferRoute: Hashable, Sendable {
    package enum Proxy: Hashable, Sendable {
        /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
        case environment
        /// None, whatever the environment says: for what runs on this computer.
        case none
        /// e.g. `http://proxy.school.example:3128`.
        case address(String)
    }

    package let proxy: Proxy
    /// A file of certificates (PEM) that TLS trusts instead of the system's; nil for the system's.
    package let certificatesPath: String?

    package init(proxy: Proxy = .environment, certificatesPath: String? = nil) {
        self.proxy = proxy
        self.certificatesPath = certificatesPath
    }
}
