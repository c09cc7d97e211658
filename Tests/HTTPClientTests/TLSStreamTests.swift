import PluginKit
import TestRig
import Testing

@testable import HTTPClient

@Suite struct TLSStreamTests {
    private func stream(_ settings: HTTPSettings, milliseconds: Int64 = 5000) throws(HTTPError) -> TLSStream {
        try TLSStream(settings, until: Deadline(inMilliseconds: milliseconds), isCancelled: isNever)
    }

    private func all(_ stream: TLSStream, _ deadline: Deadline) throws(HTTPError) -> String {
        var text: [UInt8] = []
        while true {
            let bytes = try stream.receive(max: 4096, until: deadline, isCancelled: isNever)
            guard !bytes.isEmpty else { return String(decoding: text, as: UTF8.self) }
            text += bytes
        }
    }

    @Test(arguments: [nil, "proxy"]) func bytesGoAndComeUntilTheServerCloses(_ proxy: String?) throws {
        let deadline = Deadline(inMilliseconds: 5000)
        let stream = try stream(try Servers.settings("raw", proxy: proxy))
        #expect(!stream.wasSent)
        try stream.send(Array("one ".utf8), until: deadline, isCancelled: isNever)
        try stream.send(Array("two.".utf8), until: deadline, isCancelled: isNever)
        #expect(stream.wasSent)
        #expect(try all(stream, deadline) == "ONE TWO.")
    }

    @Test func aCertificateIsHeldAgainstTheSameRules() throws {
        for (mode, cause) in [
            ("expired", HTTPError.Cause.certificateExpired), ("wrong-name", .certificateWrongName),
            ("self-signed", .certificateUntrusted), ("old", .tlsTooOld), ("hang-accept", .silent),
        ] {
            let error = #expect(throws: HTTPError.self) {
                _ = try self.stream(try Servers.settings(mode), milliseconds: 1500)
            }
            #expect(error?.cause == cause, "\(mode): \(String(describing: error))")
        }
        _ = try stream(try Servers.settings("ancient", oldTLS: true))
    }

    @Test func silenceEndsAtTheDeadline() throws {
        let stream = try stream(try Servers.settings("hang-tls"))
        let deadline = Deadline(inMilliseconds: 300)
        try stream.send(Array("<RIBCL/>".utf8), until: deadline, isCancelled: isNever)
        let error = #expect(throws: HTTPError.self) {
            _ = try stream.receive(max: 100, until: deadline, isCancelled: isNever)
        }
        #expect(error?.cause == .silent)
        #expect(error?.wasSent == true)
        #expect(Deadline.now - deadline.milliseconds < 200)
    }
}
