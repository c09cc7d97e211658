import DeviceParameters
import Testing

@testable import RedfishCore

@Suite struct SettingsTests {
    private static let least = ["ipaddr": "10.0.0.1", "userid": "fence", "passwd": "secret"]

    private func settings(
        _ values: [String: String], environment: [String: String] = [:]
    ) throws(ParameterMistake) -> Settings {
        try Settings(parameter: { values[$0] }, environment: { environment[$0] })
    }

    private func with(_ values: [String: String]) throws(ParameterMistake) -> Settings {
        try settings(Self.least.merging(values) { $1 })
    }

    @Test func defaults() throws {
        let settings = try with(["hostname": "PM01, pm02"])
        #expect(settings.hosts == ["pm01", "pm02"])
        #expect(settings.port == 443)
        #expect(settings.login == .session)
        #expect(settings.resetMethod == .reset)
        #expect(settings.root.text == "/redfish/v1/")
        #expect(settings.system == nil)
        #expect(settings.password == .given("secret"))
    }

    @Test func fenceRedfishsNames() throws {
        let settings = try settings([
            "ip": "10.0.0.2", "username": "u", "password": "p", "redfish_uri": "/redfish/v1",
            "systems_uri": "/redfish/v1/Systems/2", "resolved.ip": "10.0.0.3",
        ])
        #expect(settings.address == "10.0.0.2")
        #expect(settings.resolvedAddress == "10.0.0.3")
        #expect(settings.user == "u")
        #expect(settings.password == .given("p"))
        #expect(settings.root.text == "/redfish/v1/")
        #expect(settings.system?.text == "/redfish/v1/Systems/2")
    }

    /// What was found for the other name is another board's address.
    @Test func anAddressIsResolvedByTheNameThatGaveIt() throws {
        let other = ["ip": "oldbmc", "resolved.ip": "10.0.0.9"]
        #expect(try with(other).resolvedAddress == nil)
        #expect(try with(other.merging(["resolved.ipaddr": "10.0.0.5"]) { $1 }).resolvedAddress == "10.0.0.5")
    }

    @Test(arguments: [
        ("10.0.0.1:8443", "10.0.0.1", 8443), ("[fe80::1%eth0]:8443", "fe80::1%eth0", 8443), ("fe80::1", "fe80::1", 443),
        ("bmc.example", "bmc.example", 443),
    ])
    func addresses(text: String, host: String, port: UInt16) throws {
        let settings = try with(["ipaddr": text])
        #expect(settings.address == host)
        #expect(settings.port == port)
    }

    @Test func passwordSources() throws {
        #expect(try with(["passwd_method": "file", "passwd": "/x"]).password == .file(path: "/x"))
        let values = ["ipaddr": "h", "userid": "u", "passwd_method": "env"]
        #expect(try settings(values, environment: ["REDFISH_PASSWORD": "e"]).password == .given("e"))
        #expect(throws: ParameterMistake.self) { try settings(values) }
    }

    @Test(arguments: [
        ("ipaddr", "https://10.0.0.1/"), ("ipaddr", ":443"), ("ipaddr", "user@host"), ("ipport", "0"),
        ("ipport", "65536"), ("userid", "a:b"), ("login_method", "digest"), ("reset_method", "warm"),
        ("passwd_method", "prompt"), ("systems_uri", "1"), ("systems_uri", "//elsewhere"), ("redfish_uri", "x y"),
    ])
    func mistakesNameTheirParameter(name: String, value: String) throws {
        let mistake = #expect(throws: ParameterMistake.self) { try with([name: value]) }
        #expect(mistake?.text.contains(name) == true)
    }

    @Test(arguments: ["ipaddr", "userid", "passwd"]) func whatIsMissingIsNamed(name: String) throws {
        var values = Self.least
        values[name] = nil
        let mistake = #expect(throws: ParameterMistake.self) { try settings(values) }
        #expect(mistake?.text == "parameter \(name) is missing")
    }
}
