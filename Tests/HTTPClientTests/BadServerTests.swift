import Foundation
import PluginKit
import TestRig
import Testing

@testable import HTTPClient

/// Servers that are wrong, hang, drip or have no end: a clear error inside the deadline, and nothing left.
@Suite struct BadServerTests {
    struct Case: CustomTestStringConvertible {
        var mode: String
        var cause: HTTPError.Cause
        var wasSent: Bool
        var testDescription: String { mode }
    }

    static let cases: [Case] = [
        Case(mode: "expired", cause: .certificateExpired, wasSent: false),
        Case(mode: "wrong-name", cause: .certificateWrongName, wasSent: false),
        Case(mode: "self-signed", cause: .certificateUntrusted, wasSent: false),
        Case(mode: "old", cause: .tlsTooOld, wasSent: false),
        Case(mode: "redirect", cause: .redirected, wasSent: true),
        Case(mode: "huge", cause: .tooLong, wasSent: true),
        Case(mode: "huge-header", cause: .tooLong, wasSent: true),
        Case(mode: "not-http", cause: .notHTTP, wasSent: true),
        Case(mode: "close", cause: .closed, wasSent: true),
        Case(mode: "hang-accept", cause: .silent, wasSent: false),
        Case(mode: "hang-tls", cause: .silent, wasSent: true),
        Case(mode: "hang-header", cause: .tooSlow, wasSent: true),
        Case(mode: "drip", cause: .tooSlow, wasSent: true),
    ]

    @Test(arguments: cases) func isAClearErrorInsideTheDeadline(_ one: Case) throws {
        let begin = Deadline.now
        let error = try #require(failure(try Servers.settings(one.mode), milliseconds: 2000))
        #expect(error.cause == one.cause, "\(error)")
        #expect(error.wasSent == one.wasSent)
        #expect(Deadline.now - begin < 2300)
        #expect(!error.explanation(address: "ilo_hostname").isEmpty)
    }

    @Test func whatIsWrongWithACertificateNamesTheParameterThatCuresIt() throws {
        let certificates = try Servers.all.get().certificates
        let error = try #require(failure(try Servers.settings("self-signed")))
        let text = error.explanation(address: "ilo_hostname")
        #expect(text.contains("tls_ca") && text.contains("tls_fingerprint"))
        #expect(text.contains(try certificates.fingerprint(.selfSigned)), "\(text)")
    }

    @Test func aFingerprintIsEnoughAndExact() throws {
        let certificates = try Servers.all.get().certificates
        for kind in [TestCertificates.Kind.selfSigned, .expired, .wrongName] {
            let trust = TLSTrust.fingerprint(try TLSParameters.fingerprint(try certificates.fingerprint(kind)))
            #expect(failure(try Servers.settings(kind.rawValue, trust: trust)) == nil)
        }
        let other = TLSTrust.fingerprint(try TLSParameters.fingerprint(try certificates.fingerprint(.good)))
        let error = try #require(failure(try Servers.settings("self-signed", trust: other)))
        #expect(error.cause == .certificateWrong)
        #expect(!error.wasSent)
        #expect(error.explanation(address: "ip").contains("tls_fingerprint"))
    }

    @Test func aSelfSignedCertificateCanBeItsOwnAuthority() throws {
        let file = try Servers.all.get().certificates.certificate(.selfSigned)
        #expect(failure(try Servers.settings("self-signed", trust: .authorities(file: file))) == nil)
    }

    @Test func theSystemTrustsNoneOfThese() throws {
        for mode in ["good", "self-signed"] {
            #expect(failure(try Servers.settings(mode, trust: .system))?.cause == .certificateUntrusted)
        }
    }

    @Test func anyoneIsTrustedOnlyWhenThatIsAskedFor() throws {
        for mode in ["expired", "wrong-name", "self-signed"] {
            #expect(failure(try Servers.settings(mode, trust: .anyone)) == nil)
        }
    }

    @Test func oldTLSIsSpokenOnlyWhenThatIsAskedFor() throws {
        let error = try #require(failure(try Servers.settings("old", trust: .anyone)))
        #expect(error.cause == .tlsTooOld)
        #expect(error.explanation(address: "ip").contains("tls_legacy=yes"))
        #expect(failure(try Servers.settings("old", oldTLS: true)) == nil)
        #expect(failure(try Servers.settings("ancient", oldTLS: true)) == nil)
        #expect(failure(try Servers.settings("good", oldTLS: true)) == nil)
    }

    @Test func nobodyThere() throws {
        let origin = HTTPOrigin(host: "127.42.0.9", port: 443)
        let refused = failure(HTTPSettings(origin: origin, trust: .anyone))
        #expect(refused?.cause == .refused)
        #expect(refused?.wasSent == false)
        let noName = HTTPOrigin(host: "board.invalid", port: 443)
        #expect(failure(HTTPSettings(origin: noName, trust: .anyone))?.cause == .noSuchHost)
    }

    @Test func aProxyThatRefusesOrIsNotThere() throws {
        let error = failure(try Servers.settings("good", proxy: "proxy-no"))
        #expect(error?.cause == .proxyRefused)
        #expect(error?.wasSent == false)
        var settings = try Servers.settings("good")
        settings.proxy = ("127.42.0.9", 3128)
        #expect(failure(settings)?.cause == .refused)
        #expect(failure(settings)?.detail.contains("proxy") == true)
    }

    @Test func aCancelEndsItAtOnce() throws {
        let begin = Deadline.now
        let error = failure(try Servers.settings("hang-tls"), milliseconds: 30_000) { Deadline.now - begin > 200 }
        #expect(error?.cause == .cancelled)
        #expect(Deadline.now - begin < 2000)
    }

    @Test func aFileWithoutAuthoritiesIsSaidBeforeAnythingIsSent() throws {
        let error = try #require(failure(try Servers.settings("good", trust: .authorities(file: "/nowhere.pem"))))
        #expect(error.cause == .certificateUntrusted)
        #expect(error.detail.contains("/nowhere.pem"))
    }

    /// Each exchange gives back its descriptors, whatever it failed with. Tests beside this one open some too, but not
    /// as many as a hundred exchanges would leave.
    @Test func nothingIsLeft() throws {
        let before = descriptors()
        for _ in 0..<20 {
            for mode in ["good", "expired", "close", "not-http", "redirect"] {
                _ = failure(try Servers.settings(mode), milliseconds: 1000)
            }
        }
        #expect(eventually { descriptors() < before + 60 })
    }

    private func descriptors() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
