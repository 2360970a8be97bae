import CLibCurl
import Glibc

/// Preparing a request.
extension CurlHandles {
    /// - Returns: the list of header fields, to be freed once the request is over.
    func prepare(
        _ request: TransferRequest,
        _ exchange: Exchange
    ) throws(TransferError) -> UnsafeMutablePointer<curl_slist>? {
        self.errorText.pointee = 0
        try self.check(lectern_curl_set_pointer(self.easy, CURLOPT_ERRORBUFFER, self.errorText))
        try self.prepareLine(exchange.receiveBufferBytes ?? self.options.receiveBufferBytes)
        try self.prepareRoute()
        let total = max(1, self.totalTimeout(of: request) / .milliseconds(1))
        try self.check(lectern_curl_set_long(self.easy, CURLOPT_TIMEOUT_MS, Int(total)))
        if exchange.isCollected {
            try self.check(lectern_curl_set_string(self.easy, CURLOPT_ACCEPT_ENCODING, "gzip"))
        }
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

    func totalTimeout(of request: TransferRequest) -> Duration {
        request.totalTimeout ?? self.options.totalTimeout
    }

    private func prepareRoute() throws(TransferError) {
        switch self.options.route.proxy {
        case .environment: break
        case .none: try self.check(lectern_curl_set_string(self.easy, CURLOPT_NOPROXY, "*"))
        case .address(let address):
            try self.check(lectern_curl_set_string(self.easy, CURLOPT_PROXY, address))
            // What is named goes before what the environment excepts.
            try self.check(lectern_curl_set_string(self.easy, CURLOPT_NOPROXY, ""))
        }
        try self.check(lectern_curl_set_long(self.easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)))
        guard let path = self.options.route.certificatesPath else { return }
        try self.check(lectern_curl_set_string(self.easy, CURLOPT_CAINFO, path))
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
