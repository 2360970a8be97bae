import CLibCurl

/// Why a request brought no answer, or not all of it.
package enum TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection came about: no such host, no route, nobody listening, too late.
    case unreachable(String)
    /// The connection ended in the middle.
    case cut(String)
    /// Connected, but not one byte for so many seconds.
    case stalled(seconds: Int64)
    /// Bytes came, but not all of them in the time that the request may take.
    case tooSlow(seconds: Int64)
    /// The body is larger than the caller takes.
    case tooLarge(sizeMax: Int)
    /// The server could not show that it is who it should be.
    case untrusted(String)
    /// The request cannot be sent as it is.
    case unusable(String)
    /// The connection was given up by its owner.
    case closed
    case failed(String)

    /// Whether the same request may succeed later without anybody changing anything here.
    package var isTemporary: Bool {
        switch self {
        case .unreachable, .cut, .stalled, .tooSlow, .untrusted, .failed: true
        case .tooLarge, .unusable, .closed: false
        }
    }

    package var description: String {
        switch self {
        case .unreachable(let text): "not reachable: \(text)"
        case .cut(let text): "the connection was cut: \(text)"
        case .stalled(let seconds): "the line is stalled: nothing came for \(seconds) s"
        case .tooSlow(let seconds): "the answer took longer than \(seconds) s"
        case .tooLarge(let sizeMax): "the answer is larger than \(sizeMax) bytes"
        case .untrusted(let text):
            """
            the server could not prove who it is (\(text)): check its address and this computer's clock; where an authority \
            of the province's own vouches for it, name the file of that certificate in origin.certificates
            """
        case .unusable(let text): "the request cannot be sent: \(text)"
        case .closed: "the connection was closed"
        case .failed(let text): text
        }
    }
}

extension TransferError {
    /// - Parameters:
    ///   - text: what libcurl wrote about it; may be empty.
    ///   - isConnected: whether the request was on its way when it failed.
    ///   - stallTimeout: after which silence is a stall.
    ///   - totalTimeout: what the request might take; nil where less time than that was over.
    init(_ code: CURLcode, _ text: String, isConnected: Bool, stallTimeout: Duration, totalTimeout: Duration?) {
        let words = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            self = .unreachable(words)
        case CURLE_OPERATION_TIMEDOUT:
            if let totalTimeout {
                self = .tooSlow(seconds: totalTimeout.components.seconds)
            } else {
                self = isConnected ? .stalled(seconds: stallTimeout.components.seconds) : .unreachable(words)
            }
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY:
            self = .cut(words)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CONNECT_ERROR:
            self = .untrusted(words)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            self = .unusable(words)
        default:
            self = .failed(words)
        }
    }
}
