import Hummingbird

/// The head of an HTTP/1.1 request as this server understands it: where it and its body end, and the few fields that
/// choose what is sent of a file.
struct RequestHead: Hashable, Sendable {
    enum Method: Hashable, Sendable {
        case get
        case head
        case other
    }

    /// How the end of the body is found (RFC 9112 §6.3).
    enum Body: Hashable, Sendable {
        case length(Int64)
        case chunked
    }

    /// With the empty lines before it and the one after it.
    var sizeBytes = 0
    /// Empty lines before it (RFC 9112 §2.2).
    var blankBytes = 0
    var method: Method
    /// As sent, e.g. `/play/…`; of an absolute one, what follows the authority.
    var target: String
    var isPersistent: Bool
    var isVersion11: Bool
    var body = Body.length(0)
    /// Whether the client waits for 100 before it sends the body (RFC 9110 §10.1.1).
    var expectsContinue = false
    /// Whether another protocol is asked for; whoever reads the head may then stop reading what follows.
    var asksUpgrade = false
    var acceptEncoding: String?
    var content = ContentRequest()

    /// What the bytes of a connection are, from the first that nobody took.
    enum Reading: Sendable {
        case incomplete
        /// With this status, and the connection is closed: where the request ends cannot be known.
        case refused(HTTPResponse.Status)
        case head(RequestHead)
    }
}
