import CCurl
import Glibc
import PluginKit

/// A libcurl handle for one server, and the loop that drives it. Nothing blocks longer than a slice of the deadline.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let policy: TLSPolicy
    private let settings: HTTPSettings
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var resolve: UnsafeMutablePointer<curl_slist>?
    /// The handle is in the loop: a transfer runs, or its connection is held.
    private var isAdded = false

    /// A cancel is seen this soon.
    static let sliceMilliseconds: Int64 = 50
    /// What a TCP connection may take: a third of what is left, and this at most.
    private static let connectMilliseconds: Int64 = 5000

    init(_ settings: HTTPSettings) throws(HTTPError) {
        guard let easy = curl_easy_init() else { throw HTTPError(.library, "out of memory") }
        guard let multi = curl_multi_init() else {
            curl_easy_cleanup(easy)
            throw HTTPError(.library, "out of memory")
        }
        (self.easy, self.multi, self.settings) = (easy, multi, settings)
        do { policy = try TLSPolicy(settings.trust, allowsOldTLS: settings.allowsOldTLS) } catch {
            curl_easy_cleanup(easy)
            curl_multi_cleanup(multi)
            words.deallocate()
            throw error
        }
        setUp()
    }

    deinit {
        leave()
        curl_easy_cleanup(easy)
        curl_multi_cleanup(multi)
        curl_slist_free_all(resolve)
        words.deallocate()
    }

    /// What never changes between exchanges. Only what libcurl was built without can fail here, and that shows later.
    private func setUp() {
        words[0] = 0
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
        // A command must not arrive after the verdict.
        ccurl_set_abortive(easy)
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, settings.origin.isTLS ? "https" : "http")
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        setUpPlace()
        setUpTLS()
    }

    private func setUpPlace() {
        set(path: "/")
        let origin = settings.origin
        if let address = origin.resolvedAddress, settings.proxy == nil {
            resolve = curl_slist_append(nil, "\(origin.host):\(origin.port):\(address)")
            ccurl_set_list(easy, CURLOPT_RESOLVE, resolve)
        }
        // "" keeps libcurl from looking into the environment.
        ccurl_set_string(easy, CURLOPT_NOPROXY, "")
        ccurl_set_string(easy, CURLOPT_PROXY, settings.proxy.map { "http://\(Self.inURL($0.host)):\($0.port)" } ?? "")
        if settings.proxy != nil { ccurl_set_long(easy, CURLOPT_HTTPPROXYTUNNEL, 1) }
    }

    private func setUpTLS() {
        ccurl_set_string(easy, CURLOPT_CAINFO, nil)
        ccurl_set_string(easy, CURLOPT_CAPATH, nil)
        ccurl_set_long(easy, CURLOPT_SSL_ENABLE_ALPN, 0)
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, settings.trust == .anyone ? 0 : 1)
        // A fingerprint says more than a name.
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, policy.trust.pointee.store == nil ? 0 : 2)
        limitTLS(toOldest: false)
        ccurl_set_trust(easy, policy.trust)
    }

    /// Some old boards hang up when they hear of a newer version; only with tls_legacy are they asked again without.
    func limitTLS(toOldest: Bool) {
        let (least, most) =
            if !settings.allowsOldTLS {
                (CURL_SSLVERSION_TLSv1_2, CURL_SSLVERSION_MAX_DEFAULT)
            } else {
                (CURL_SSLVERSION_TLSv1_0, toOldest ? CURL_SSLVERSION_MAX_TLSv1_0 : CURL_SSLVERSION_MAX_TLSv1_2)
            }
        ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(least) | Int(most))
    }

    func set(path: String) {
        let origin = settings.origin
        let scheme = origin.isTLS ? "https" : "http"
        ccurl_set_string(easy, CURLOPT_URL, "\(scheme)://\(Self.inURL(origin.host)):\(origin.port)\(path)")
    }

    /// IPv6 addresses have brackets in a URL, and a zone's percent sign is written as one.
    static func inURL(_ host: String) -> String {
        guard host.contains(":") else { return host }
        return "[" + host.split(separator: "%", maxSplits: 1).joined(separator: "%25") + "]"
    }

    // MARK: The loop

    /// Runs what the handle is set to do.
    ///
    /// - Parameter heard: asked when the time is up: whether the server has said anything.
    func run(
        until deadline: Deadline, isCancelled: () -> Bool, wasSent: () -> Bool, heard: () -> Bool
    ) throws(HTTPError) {
        words[0] = 0
        leave()
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else { throw HTTPError(.library, "curl_multi_add_handle") }
        isAdded = true
        let connectBy = Deadline(inMilliseconds: min(deadline.left / 3, Self.connectMilliseconds))
        while true {
            if isCancelled() { throw given(up: HTTPError(.cancelled, wasSent: wasSent())) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            let code = ccurl_finished(multi)
            if code >= 0 {
                guard code != CURLE_OK.rawValue else { return }
                if code == CURLE_ABORTED_BY_CALLBACK.rawValue, !wasSent() {
                    throw given(up: isCancelled() ? HTTPError(.cancelled) : late(wasSent: false, heard: false))
                }
                throw given(up: failure(CURLcode(UInt32(code)), wasSent: wasSent()))
            }
            if deadline.hasPassed || (connectBy.hasPassed && !isConnected && !wasSent()) {
                throw given(up: late(wasSent: wasSent(), heard: heard()))
            }
            curl_multi_poll(multi, nil, 0, Int32(clamping: min(deadline.left, Self.sliceMilliseconds)), nil)
        }
    }

    /// Ends what runs. A connection that is whole stays for the next exchange.
    func leave() {
        guard isAdded else { return }
        curl_multi_remove_handle(multi, easy)
        isAdded = false
    }

    private func given(up error: HTTPError) -> HTTPError {
        leave()
        return error
    }

    private var isConnected: Bool { ccurl_get_number(easy, CURLINFO_CONNECT_TIME_T) > 0 }

    private func late(wasSent: Bool, heard: Bool) -> HTTPError {
        if heard { return HTTPError(.tooSlow, "its answer was not whole when the time was up", wasSent: wasSent) }
        if wasSent { return HTTPError(.silent, "it took the request", wasSent: true) }
        let place = settings.proxy == nil ? "it" : "the proxy"
        return HTTPError(.silent, isConnected ? "\(place) took the connection" : "\(place) took no connection")
    }

    // MARK: Errors

    private func failure(_ code: CURLcode, wasSent: Bool) -> HTTPError {
        var error = policy.certificateError ?? failure(code)
        error.wasSent = wasSent
        return error
    }

    private func failure(_ code: CURLcode) -> HTTPError {
        let detail = words[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: words)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return HTTPError(.noSuchHost, detail)
        case CURLE_COULDNT_CONNECT: return notConnected(detail)
        case CURLE_OPERATION_TIMEDOUT: return HTTPError(.silent, detail)
        case CURLE_SSL_CONNECT_ERROR: return HTTPError(Self.handshake(detail), detail)
        case CURLE_PEER_FAILED_VERIFICATION: return HTTPError(.certificateWrongName, "\(detail); \(policy.shown)")
        case CURLE_WRITE_ERROR: return HTTPError(.tooLong, "more than \(settings.bytesMax) bytes")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: return HTTPError(.notHTTP, detail)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_ABORTED_BY_CALLBACK:
            return hungUp(detail)
        default: return HTTPError(.library, detail)
        }
    }

    private func notConnected(_ detail: String) -> HTTPError {
        let number = Int32(ccurl_get_long(easy, CURLINFO_OS_ERRNO))
        let words = number == 0 ? detail : String(cString: strerror(number))
        let place = settings.proxy == nil ? "" : "the proxy: "
        return HTTPError(number == ECONNREFUSED ? .refused : .unreachable, place + words)
    }

    private func hungUp(_ detail: String) -> HTTPError {
        let answer = ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
        guard answer == 0 || answer / 100 == 2 else { return HTTPError(.proxyRefused, "it answered \(answer)") }
        if detail.contains("chunk") { return HTTPError(.notHTTP, detail) }
        return HTTPError(.closed, detail)
    }

    /// OpenSSL says only in words why there is no common ground.
    static func handshake(_ detail: String) -> HTTPError.Cause {
        let old = [
            "unsupported protocol", "protocol version", "too small", "too weak", "legacy", "no shared cipher",
            "handshake failure", "no ciphers available", "insufficient security",
        ]
        if old.contains(where: detail.contains) { return .tlsTooOld }
        return detail.contains("SSL_ERROR_SYSCALL") || detail.contains("reset by peer") ? .closed : .tlsFailed
    }
}

extension String {
    func contains(_ words: String) -> Bool {
        let (text, words) = (Array(utf8), Array(words.utf8))
        guard text.count >= words.count else { return false }
        return (0...text.count - words.count).contains { text[$0...].starts(with: words) }
    }
}
