import Glibc
import PluginKit
import Synchronization
import TestRig
import Testing

@testable import HTTPClient

/// The servers all suites here talk to.
enum Servers {
    static let all = Result { try BadServers("127.42.0.1") }

    static func settings(
        _ mode: String, trust: TLSTrust? = nil, oldTLS: Bool = false, proxy: String? = nil
    ) throws -> HTTPSettings {
        let servers = try all.get()
        return HTTPSettings(
            origin: HTTPOrigin(isTLS: mode != "plain", host: servers.address, port: try servers.port(mode)),
            trust: trust ?? .authorities(file: servers.certificates.authority), allowsOldTLS: oldTLS,
            proxy: try proxy.map { (servers.address, try servers.port($0)) })
    }
}

func isNever() -> Bool { false }

@Suite struct HTTPClientTests {
    @Test func answersComeWholeAndTheConnectionIsKept() throws {
        let client = try HTTPClient(try Servers.settings("good"))
        for path in ["/one", "/two"] {
            let request = HTTPRequest("POST", path, headers: [("Content-Type", "text/xml")], body: Array("<a/>".utf8))
            let response = try client.exchange(request, until: Deadline(inMilliseconds: 5000), isCancelled: isNever)
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == "POST \(path) <a/>")
            #expect(response.header("x-BOARD") == "Eins")
            #expect(response.header("X-None") == nil)
        }
        let log = try Servers.all.get().log("good")
        let first = try #require(log.firstIndex(of: "request POST /one"))
        #expect(log[first...].contains("request POST /two"))
    }

    @Test(arguments: ["GET", "DELETE", "PATCH", "POST"]) func eachMethodIsSentAsItIs(_ method: String) throws {
        let client = try HTTPClient(try Servers.settings("plain"))
        let response = try client.exchange(
            HTTPRequest(method, "/x?y=1"), until: Deadline(inMilliseconds: 5000), isCancelled: isNever)
        #expect(String(decoding: response.body, as: UTF8.self) == "\(method) /x?y=1 ")
    }

    @Test func oneConnectionServesManyRequests() throws {
        let servers = try BadServers("127.42.0.2")
        let settings = HTTPSettings(
            origin: HTTPOrigin(host: servers.address, port: try servers.port("good")),
            trust: .authorities(file: servers.certificates.authority))
        let client = try HTTPClient(settings)
        for _ in 0..<3 {
            _ = try client.exchange(
                HTTPRequest("GET", "/"), until: Deadline(inMilliseconds: 5000), isCancelled: isNever)
        }
        #expect(try servers.log("good") == ["connect", "tls"] + Array(repeating: "request GET /", count: 3))
    }

    /// libcurl itself would send it again over a new connection: a reset would be done twice.
    @Test func aRequestThatTheServerSwallowedIsNotSentAgain() throws {
        let client = try HTTPClient(try Servers.settings("close-second"))
        let deadline = Deadline(inMilliseconds: 5000)
        _ = try client.exchange(HTTPRequest("POST", "/1"), until: deadline, isCancelled: isNever)
        let error = #expect(throws: HTTPError.self) {
            _ = try client.exchange(HTTPRequest("POST", "/swallowed"), until: deadline, isCancelled: isNever)
        }
        #expect(error?.cause == .closed)
        #expect(error?.wasSent == true)
        let log = try Servers.all.get().log("close-second")
        #expect(log.filter { $0 == "request POST /swallowed" }.count == 1)
    }

    /// The connection is there already: nothing but the last look keeps the request back.
    @Test func nothingLeavesAfterTheTimeOrACancel() throws {
        let client = try HTTPClient(try Servers.settings("good"))
        func exchange(
            _ path: String, _ milliseconds: Int64, isCancelled: @escaping () -> Bool = isNever
        ) throws(HTTPError) {
            _ = try client.exchange(
                HTTPRequest("POST", path), until: Deadline(inMilliseconds: milliseconds), isCancelled: isCancelled)
        }
        try exchange("/first", 5000)
        let late = #expect(throws: HTTPError.self) { try exchange("/late", 0) }
        #expect(late?.cause == .silent && late?.wasSent == false)
        try exchange("/second", 5000)
        var looks = 0
        let cancelled = #expect(throws: HTTPError.self) {
            try exchange("/cancelled", 5000) {
                looks += 1
                return looks > 1
            }
        }
        #expect(cancelled?.cause == .cancelled && cancelled?.wasSent == false)
        try exchange("/third", 5000)
        let log = try Servers.all.get().log("good")
        #expect(!log.contains("request POST /late") && !log.contains("request POST /cancelled"))
    }

    @Test func aRequestThatNeedsItsAnswerIsNotBrokenOffByACancel() throws {
        let client = try HTTPClient(try Servers.settings("hang-tls"))
        var request = HTTPRequest("POST", "/power")
        request.needsAnswer = true
        let begin = Deadline.now
        let error = #expect(throws: HTTPError.self) {
            _ = try client.exchange(request, until: Deadline(inMilliseconds: 1500)) { Deadline.now - begin > 750 }
        }
        #expect(error?.cause == .silent && error?.wasSent == true)
    }

    @Test func aNameGoesToTheResolvedAddressAndIsWhatTheCertificateMustSay() throws {
        var settings = try Servers.settings("good")
        settings.origin.resolvedAddress = settings.origin.host
        settings.origin.host = "board.example"
        let error = failure(settings)
        #expect(error?.cause == .certificateWrongName)
        let known = try Servers.all.get().certificates.fingerprint(.good)
        settings.trust = .fingerprint(try TLSParameters.fingerprint(known))
        #expect(failure(settings) == nil)
    }

    @Test func aProxyIsAskedForATunnel() throws {
        #expect(failure(try Servers.settings("good", proxy: "proxy")) == nil)
        let port = try Servers.all.get().port("good")
        #expect(try Servers.all.get().log("proxy").contains("request CONNECT 127.42.0.1:\(port)"))
    }

    /// An environment that says otherwise is not listened to.
    @Test func onlyTheParameterNamesAProxy() throws {
        setenv("https_proxy", "http://127.42.0.1:9", 1)
        defer { unsetenv("https_proxy") }
        #expect(failure(try Servers.settings("good")) == nil)
    }
}

/// What an exchange fails with; nil when it succeeds.
func failure(
    _ settings: HTTPSettings, milliseconds: Int64 = 5000, isCancelled: @escaping () -> Bool = isNever
) -> HTTPError? {
    do throws(HTTPError) {
        let client = try HTTPClient(settings)
        _ = try client.exchange(
            HTTPRequest("POST", "/power"), until: Deadline(inMilliseconds: milliseconds), isCancelled: isCancelled)
        return nil
    } catch { return error }
}
