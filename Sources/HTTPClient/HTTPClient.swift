import CCurl
import Glibc
import PluginKit

/// Speaks HTTP/1.1 with one server. Keeps its connection for the next exchange; follows nobody elsewhere.
public final class HTTPClient {
    private let settings: HTTPSettings
    private let transfer: CurlTransfer

    /// Sets up libcurl, OpenSSL and the system's authorities, so that no forked action has to. Opens files.
    public static func warm() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        // Certificates have dates, and OpenSSL asks the C library for them, which would open the time zone's file.
        tzset()
        TLSPolicy.warm()
    }

    /// - Throws: `certificateUntrusted` when the file of tls_ca cannot be read.
    public init(_ settings: HTTPSettings) throws(HTTPError) {
        self.settings = settings
        transfer = try CurlTransfer(settings)
    }

    /// One request and its whole answer. The request is sent once at most: libcurl's own second try is prevented.
    ///
    /// - Parameter isCancelled: looked at last when the request is about to leave; afterwards too, unless it needs
    ///   its answer.
    /// - Throws: `redirected` for an answer that leads elsewhere; any other status is an answer.
    public func exchange(
        _ request: HTTPRequest, until deadline: Deadline, isCancelled: @escaping () -> Bool
    ) throws(HTTPError) -> HTTPResponse {
        do { return try exchangeOnce(request, until: deadline, isCancelled: isCancelled) } catch {
            guard settings.allowsOldTLS, !error.wasSent, [.closed, .tlsFailed, .tlsTooOld].contains(error.cause) else {
                throw error
            }
            transfer.limitTLS(toOldest: true)
            return try exchangeOnce(request, until: deadline, isCancelled: isCancelled)
        }
    }

    private func exchangeOnce(
        _ request: HTTPRequest, until deadline: Deadline, isCancelled: @escaping () -> Bool
    ) throws(HTTPError) -> HTTPResponse {
        let answer = HTTPAnswer(
            to: request, bytesMax: settings.bytesMax, until: deadline, isCancelled: isCancelled)
        let list = request.headers.reduce(curl_slist_append(nil, "Expect:")) {
            curl_slist_append($0, "\($1.0): \($1.1)")
        }
        defer { curl_slist_free_all(list) }
        set(request, list)
        listen(answer)
        // The body is borrowed by libcurl while the transfer runs.
        let result = request.body.withUnsafeBufferPointer { body -> Result<Void, HTTPError> in
            setBody(body, request.method)
            do throws(HTTPError) {
                try transfer.run(
                    until: deadline, isCancelled: { answer.isCancelled }, wasSent: { answer.wasSent },
                    heard: { answer.hasHeard })
                return .success(())
            } catch { return .failure(error) }
        }
        transfer.leave()
        try result.get()
        return try answer.response(status: ccurl_get_long(transfer.easy, CURLINFO_RESPONSE_CODE))
    }

    private func set(_ request: HTTPRequest, _ list: UnsafeMutablePointer<curl_slist>?) {
        transfer.set(path: request.path)
        ccurl_set_list(transfer.easy, CURLOPT_HTTPHEADER, list)
    }

    private func setBody(_ body: UnsafeBufferPointer<UInt8>, _ method: String) {
        let easy = transfer.easy
        ccurl_set_long(easy, CURLOPT_NOBODY, 0)
        if body.isEmpty, method != "POST" {
            ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
            if method == "HEAD" { ccurl_set_long(easy, CURLOPT_NOBODY, 1) }
        } else {
            ccurl_set_long(easy, CURLOPT_POST, 1)
            ccurl_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
            ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
            // Without anything to point to, libcurl would read standard input.
            if body.isEmpty { ccurl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "") }
        }
        ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method == "HEAD" ? nil : method)
    }

    private func listen(_ answer: HTTPAnswer) {
        let (easy, data) = (transfer.easy, Unmanaged.passUnretained(answer).toOpaque())
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, data)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, data)
        ccurl_set_pointer(easy, CURLOPT_PREREQDATA, data)
        ccurl_set_receiver(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, data in
            HTTPAnswer.at(data)?.add(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_set_receiver(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, data in
            HTTPAnswer.at(data)?.add(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        ccurl_set_prerequest(easy) { data, _, _, _, _ in
            HTTPAnswer.at(data)?.maySend() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
    }
}
