import CLibCurl
import Glibc

/// One libcurl easy handle in a multi handle of its own, which keeps the connection between requests.
///
/// Unchecked: all but `wakeUp()` is called by the connection's thread alone, and libcurl allows `curl_multi_wakeup`
/// from any thread as long as the handle is not being freed, which happens when nobody holds this any more.
final class CurlHandles: @unchecked Sendable {
    /// libcurl rounds its times, and may give a request up that much before its time is over by our clock.
    private static let clockGrain: Duration = .milliseconds(50)

    let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    let options: TransferOptions
    /// The receive buffer with which the kept connection was made.
    var receiveBufferBytes = 0
    /// How long the last connection took from its first packet to the answer: one round trip. Nil before the first.
    private(set) var roundTrip: Duration?

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
        let start = ContinuousClock.now
        let headers = try self.prepare(request, exchange)
        defer { curl_slist_free_all(headers) }
        try self.check(curl_multi_add_handle(self.multi, self.easy))
        defer { curl_multi_remove_handle(self.multi, self.easy) }
        defer { self.measureRoundTrip() }
        var running: Int32 = 1
        while true {
            if isCancelled() { throw CancellationError() }
            try self.check(curl_multi_perform(self.multi, &running))
            guard running > 0 else { break }
            exchange.turnEnded()
            self.wait(atMost: .seconds(1))
        }
        try withExtendedLifetime(exchange) { try self.conclude(request, exchange, since: start) }
    }

    private func measureRoundTrip() {
        var connections = 0
        lectern_curl_get_long(self.easy, CURLINFO_NUM_CONNECTS, &connections)
        let (found, connected) = (self.time(CURLINFO_NAMELOOKUP_TIME_T), self.time(CURLINFO_CONNECT_TIME_T))
        guard connections > 0, connected > found else { return }
        self.roundTrip = connected - found
    }

    private func time(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        lectern_curl_get_offset(self.easy, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }

    private func conclude(
        _ request: TransferRequest,
        _ exchange: Exchange,
        since start: ContinuousClock.Instant
    ) throws(TransferError) {
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
        let total = self.totalTimeout(of: request)
        throw TransferError(
            code,
            String(cString: self.errorText),
            isConnected: self.time(CURLINFO_PRETRANSFER_TIME_T) > .zero,
            stallTimeout: self.options.stallTimeout,
            totalTimeout: start.duration(to: .now) + Self.clockGrain >= total ? total : nil
        )
    }

    func check(_ code: CURLMcode) throws(TransferError) {
        guard code == CURLM_OK else { throw .failed(String(cString: curl_multi_strerror(code))) }
    }

    func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw .failed(String(cString: curl_easy_strerror(code))) }
    }
}
