import DeviceParameters
import Testing

@testable import RSADialogue

@Suite struct RSASettingsTests {
    private static func read(_ more: [String: String], without: [String] = []) throws(ParameterMistake) -> Settings {
        var parameters = ScriptedBoard.parameters.merging(more) { $1 }
        for name in without { parameters[name] = nil }
        return try Settings(parameter: { parameters[$0] })
    }

    @Test func theDefaultsAreTheScripts() throws {
        let settings = try Self.read([:])
        #expect(settings.port == 23)
        #expect(settings.resetMethod == .cycle)
        #expect(settings.hosts == ["pm01"])
    }

    @Test func theOtherNamesAreTaken() throws {
        let names = ["ip_address", "username", "password"]
        let settings = try Self.read(
            ["ipaddr": "192.0.2.9", "userid": "u", "passwd": "p", "resolved.ipaddr": "192.0.2.10"], without: names)
        #expect(settings.address == "192.0.2.9" && settings.user == "u" && settings.password == "p")
        #expect(settings.resolvedAddress == "192.0.2.10")
        #expect(try Self.read(["ipaddr": "192.0.2.9"]).address == "192.0.2.1", "its own name counts more")
    }

    @Test(
        arguments: [
            ("192.0.2.1:2323", "192.0.2.1", 2323), ("[fe80::1%eth0]:2323", "fe80::1%eth0", 2323),
            ("fe80::1", "fe80::1", 23),
            ("rsa1", "rsa1", 23),
        ] as [(String, String, UInt16)])
    func aPortMayFollow(_ text: String, _ address: String, _ port: UInt16) throws {
        let settings = try Self.read(["ip_address": text])
        #expect(settings.address == address && settings.port == port)
    }

    @Test(arguments: [
        ["nodename": ""], ["ip_address": ":23"], ["ip_address": "a:b"], ["ipport": "0"], ["ipport": "telnet"],
        ["username": "a\rpower off"], ["password": "a\npower off"], ["password": "a\u{7F}"], ["reset_method": "off"],
    ])
    func mistakesAreTold(_ more: [String: String]) {
        #expect(throws: ParameterMistake.self) { try Self.read(more) }
    }

    @Test func aMistakeNeverRepeatsASecret() {
        do throws(ParameterMistake) {
            _ = try Self.read(["password": "geheim\n"])
            Issue.record("accepted")
        } catch { #expect(!error.text.contains("geheim")) }
    }
}
