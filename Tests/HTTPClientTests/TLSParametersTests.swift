import DeviceParameters
import Testing

@testable import HTTPClient

@Suite struct TLSParametersTests {
    private func read(_ values: [String: String]) throws(ParameterMistake) -> TLSParameters {
        try TLSParameters { values[$0] }
    }

    private func mistake(_ values: [String: String]) -> String? {
        do throws(ParameterMistake) {
            _ = try read(values)
            return nil
        } catch { return error.text }
    }

    @Test func withoutThemTheSystemIsTrustedAndNothingOldSpoken() throws {
        let parameters = try read([:])
        #expect(parameters.trust == .system)
        #expect(!parameters.allowsOldTLS)
        #expect(parameters.warnings.isEmpty)
    }

    @Test func aFingerprintHasColonsOrNone() throws {
        let digits = String(repeating: "aB", count: 32)
        let colons = Array(repeating: "Ab", count: 32).joined(separator: ":")
        let bytes = [UInt8](repeating: 0xAB, count: 32)
        #expect(try read(["tls_fingerprint": digits]).trust == .fingerprint(bytes))
        #expect(try read(["tls_fingerprint": colons]).trust == .fingerprint(bytes))
        for wrong in ["ab", String(repeating: "g", count: 64), digits + "00"] {
            #expect(mistake(["tls_fingerprint": wrong])?.contains("tls_fingerprint") == true)
        }
    }

    @Test func whatIsUnsafeWarns() throws {
        #expect(try read(["tls_insecure": "yes"]).warnings.count == 1)
        #expect(try read(["tls_insecure": "yes", "tls_legacy": "true"]).warnings.count == 2)
        #expect(try read(["tls_legacy": "1"]).allowsOldTLS)
        #expect(try read(["tls_insecure": "no", "tls_legacy": "off"]).warnings.isEmpty)
    }

    @Test func twoAnswersToOneQuestionAreAMistake() {
        #expect(mistake(["tls_insecure": "yes", "tls_ca": "/a"]) != nil)
        #expect(mistake(["tls_fingerprint": String(repeating: "a", count: 64), "tls_ca": "/a"]) != nil)
        #expect(mistake(["tls_ca": "a.pem"])?.contains("tls_ca") == true)
        #expect(mistake(["tls_insecure": "perhaps"])?.contains("tls_insecure") == true)
    }
}
