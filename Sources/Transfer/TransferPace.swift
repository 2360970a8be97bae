/// Holds a request to a rate: what is not read stays with the sender, as far as it does not fit into the socket's buffer.
package struct TransferPace: Sendable {
    /// The longest wait after which it is looked whether the request was given up.
    static let stepMax: Duration = .milliseconds(50)

    /// Size of the socket's receive buffer: what may come at once, faster than the rate. A connection that was made with
    /// another is not used again.
    package let receiveBufferBytes: Int
    /// Asked before the request, with 0, and after every piece of the body, with its size, on the connection's thread: how
    /// long to take nothing more.
    package let wait: @Sendable (Int) -> Duration

    package init(receiveBufferBytes: Int, wait: @escaping @Sendable (Int) -> Duration) {
        self.receiveBufferBytes = receiveBufferBytes
        self.wait = wait
    }
}
