import CLibCurl
import Glibc

/// One libcurl easy handle in a multi handle of its own, which keeps the connection between requests.
///
/// Unchecked: all but `wakeUp()` is called by the connection's thread alone, and libcurl allows `curl_multi_wakeup`
/// from any thread as long as the handle is not being freed, which happens when nobody holds this any more.
final class CurlHandles: @unchecked Sendable {
    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private let options: TransferOptions
    /// The receive buffer with which the kept connection was made.
    private var receiveBufferBytes = 0

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Returns: nil where the system has no memory for it.
    init?(options: TransferOptions) {
        guard Self.isReady, let easy = curl_easy_init() else { return nil }
        guard let multi = curl_multi_init() else {
            curl_easy_cleanup(easy)
            return nil
        }
        self.easy = easy
        self.multi = multi
        self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        self.errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.options = options
        lectern_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1)
    }

    deinit {
        curl_easy_cleanup(self.easy)
        curl_multi_cleanup(self.multi)
        self.errorText.deallocate()
    }

    /// Makes `wait()` return, now or the next time it is called.
    func wakeUp() {
        curl_multi_wakeup(self.multi)
    }

    /// Waits until there is something to do on the line, or somebody wakes it up.
    func wait(atMost limit: Duration) {
        curl_multi_poll(self.multi, nil, 0, Int32(limit / .milliseconds(1)), nil)
    }

    /// Sends a request and takes its answer.
    ///
    /// - Parameter isCancelled: asked again after every `wakeUp()`.
    /// - Throws: `TransferError`, or `CancellationError`.
    func perform(_ request: TransferRequest, into exchange: Exchange, isCancelled: () -> Bool) throws {
        defer { curl_easy_reset(self.easy) }
        let headers = try self.prepare(request, exchange)
        defer { curl_slist_free_all(headers) }
        try self.check(curl_multi_add_handle(self.multi, self.easy))
        defer { curl_multi_remove_handle(self.multi, self.easy) }
        var running: Int32 = 1
        while true {
            if isCancelled() { throw CancellationError() }
            try self.check(curl_multi_perform(self.multi, &running))
            guard running > 0 else { break }
            exchange.turnEnded()
            self.wait(atMost: .seconds(1))
        }
        try withExtendedLifetime(exchange) { try self.conclude(exchange) }
    }

    private func conclude(_ exchange: Exchange) throws(TransferError) {
        var left: Int32 = 0
        guard let message = curl_multi_info_read(self.multi, &left), message.pointee.msg == CURLMSG_DONE else {
            throw .failed("libcurl ended a request without a result")
        }
        let code = message.pointee.data.result
        switch exchange.end {
        case .enough: return
        case .tooLarge: throw .tooLarge(sizeMax: exchange.sizeMax)
        case nil: break
        }
        guard code != CURLE_OK else { return }
        var pretransfer: curl_off_t = 0
        lectern_curl_get_offset(self.easy, CURLINFO_PRETRANSFER_TIME_T, &pretransfer)
        throw TransferError(
            code,
            String(cString: self.errorText),
            isConnected: pretransfer > 0,
            stallTimeout: self.options.stallTimeout
        )
    }

    private func check(_ code: CURLMcode) throws(TransferError) {
        guard code == CURLM_OK else { throw .failed(String(cString: curl_multi_strerror(code))) }
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw .failed(String(cString: curl_easy_strerror(code))) }
    }
}

// MARK: - Preparing a request

extension CurlHandles {
    /// - Returns: the list of header fields, to be freed once the request is over.
    private func prepare(
        _ request: TransferRequest,
        _ exchange: Exchange
    ) throws(TransferError) -> UnsafeMutablePointer<curl_slist>? {
        self.errorText.pointee = 0
        try self.check(lectern_curl_set_pointer(self.easy, CURLOPT_ERRORBUFFER, self.errorText))
        try self.prepareLine(exchange.receiveBufferBytes ?? self.options.receiveBufferBytes)
        try self.prepareCallbacks(exchange)
        let scheme = request.url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https" else { throw .unusable("\(request.url) is no address of HTTP") }
        try self.check(lectern_curl_set_string(self.easy, CURLOPT_URL, request.url))
        if let range = request.range {
            guard range.lowerBound >= 0, !range.isEmpty else { throw .unusable("an empty range of bytes") }
            let text = "\(range.lowerBound)-\(range.upperBound - 1)"
            try self.check(lectern_curl_set_string(self.easy, CURLOPT_RANGE, text))
        }
        if request.method == .post {
            try self.prepareBody(request.body ?? [])
        }
        return try self.headers(of: request)
    }

    private func prepareBody(_ body: [UInt8]) throws(TransferError) {
        try self.check(lectern_curl_set_long(self.easy, CURLOPT_POST, 1))
        try self.check(lectern_curl_set_offset(self.easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        // libcurl copies the bytes; without an address, which an empty array may lack, it would read them elsewhere.
        let code = (body + [0]).withUnsafeBytes {
            lectern_curl_set_pointer(
                self.easy,
                CURLOPT_COPYPOSTFIELDS,
                UnsafeMutableRawPointer(mutating: $0.baseAddress)
            )
        }
        try self.check(code)
    }

    private func prepareLine(_ receiveBufferBytes: Int) throws(TransferError) {
        let connectMs = max(1, self.options.connectTimeout / .milliseconds(1))
        let settings: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(connectMs)),
            (CURLOPT_LOW_SPEED_LIMIT, 1),
            (CURLOPT_LOW_SPEED_TIME, max(1, Int(self.options.stallTimeout.components.seconds))),
            (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_FRESH_CONNECT, receiveBufferBytes == self.receiveBufferBytes ? 0 : 1),
        ]
        for (option, value) in settings {
            try self.check(lectern_curl_set_long(self.easy, option, value))
        }
        try self.check(lectern_curl_set_string(self.easy, CURLOPT_PROTOCOLS_STR, "http,https"))
        try self.check(lectern_curl_set_string(self.easy, CURLOPT_USERAGENT, self.options.userAgent))
        self.receiveBufferBytes = receiveBufferBytes
        guard receiveBufferBytes > 0 else { return }
        // The size itself travels in the pointer that libcurl hands back.
        let onSocket: curl_sockopt_callback = { context, socket, _ in
            var size = Int32(clamping: Int(bitPattern: context))
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            return CURL_SOCKOPT_OK
        }
        let size = UnsafeMutableRawPointer(bitPattern: receiveBufferBytes)
        try self.check(lectern_curl_set_on_socket(self.easy, onSocket, size))
    }

    private func prepareCallbacks(_ exchange: Exchange) throws(TransferError) {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        let onHeader: curl_write_callback = { bytes, size, count, context in
            guard let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return exchange.takeHeader(line) ? line.count : Int(CURL_WRITEFUNC_ERROR)
        }
        let onBody: curl_write_callback = { bytes, size, count, context in
            guard let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return exchange.takeBody(piece) ? piece.count : Int(CURL_WRITEFUNC_ERROR)
        }
        try self.check(lectern_curl_set_on_header(self.easy, onHeader, context))
        try self.check(lectern_curl_set_on_body(self.easy, onBody, context))
    }

    private func headers(of request: TransferRequest) throws(TransferError) -> UnsafeMutablePointer<curl_slist>? {
        // Without this a POST waits a second for a "100 Continue" that many servers do not send.
        var lines = ["Expect:"]
        for (name, value) in request.headers {
            guard !(name + value).utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
                throw .unusable("a line break in the header field \(name)")
            }
            lines.append("\(name): \(value)")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw .failed("no memory")
            }
            list = longer
        }
        let code = lectern_curl_set_headers(self.easy, list)
        if code != CURLE_OK {
            curl_slist_free_all(list)
            try self.check(code)
        }
        return list
    }
}
