import CFreeIPMI
import DeviceParameters
import TestRig
import Testing

@testable import IPMISettings
@testable import ipmi

@Suite struct SettingsTests {
    private static let least = ["ipaddr": "10.0.0.1", "userid": "pacemaker", "passwd": "hogehoge"]

    static func make(_ changes: [String: String?] = [:], environment: [String: String] = [:]) throws -> Settings {
        let parameters = least.merging(changes.compactMapValues { $0 }) { $1 }
            .filter { !(changes[$0.key].map { $0 == nil } ?? false) }
        return try Settings(parameter: { parameters[$0] }, environment: { environment[$0] })
    }

    private static func mistake(_ changes: [String: String?], environment: [String: String] = [:]) -> String? {
        do {
            _ = try make(changes, environment: environment)
            return nil
        } catch { return (error as? ParameterMistake)?.text }
    }

    @Test func theDefaults() throws {
        let settings = try Self.make()
        #expect(settings.hosts.isEmpty)
        #expect(settings.address == "10.0.0.1" && settings.port == "623")
        #expect(settings.user == "pacemaker" && settings.password == "hogehoge")
        #expect(settings.interface == .lan && settings.resetMethod == .reset)
        #expect(settings.privilegeName == "ADMINISTRATOR")
        #expect(settings.privilege == UInt8(IPMI_PRIVILEGE_LEVEL_ADMIN))
        #expect(settings.cipherSuites == [17, 3] && !settings.suiteIsRemembered)
        #expect(settings.workaroundFlags == 0)
        #expect(settings.silenceMilliseconds == 5000)
        #expect(settings.expectedGUID == nil)
    }

    @Test(arguments: ["ipaddr", "userid", "passwd"])
    func whatIsNeededIsNamed(name: String) {
        #expect(Self.mistake([name: nil]) == "parameter \(name) is missing")
    }

    @Test(arguments: [
        ("PM01", ["pm01"]), ("pm01 pm02", ["pm01", "pm02"]), ("pm01,PM02\tpm03", ["pm01", "pm02", "pm03"]),
    ])
    func hostsAreWordsInLowerCase(text: String, hosts: [String]) throws {
        #expect(try Self.make(["hostname": text]).hosts == hosts)
    }

    // MARK: Address

    @Test(arguments: [
        ("10.0.0.1", nil, "10.0.0.1", "623"), ("10.0.0.1", "1623", "10.0.0.1", "1623"),
        ("10.0.0.1:1623", "none", "10.0.0.1", "1623"), ("bmc.example:1623", nil, "bmc.example", "1623"),
        ("fe80::1%eth0", nil, "fe80::1%eth0", "623"), ("::1", "1623", "::1", "1623"),
        ("[::1]", nil, "::1", "623"), ("[fe80::1%eth0]:1623", nil, "fe80::1%eth0", "1623"),
    ])
    func anAddressMayCarryItsPort(text: String, port: String?, address: String, expected: String) throws {
        let settings = try Self.make(["ipaddr": text, "ipport": port ?? "623"])
        #expect(settings.address == address)
        #expect(settings.port == expected)
    }

    @Test(arguments: ["0", "65536", "-1", "ipmi", "6 23", "623x"])
    func aPortIsANumber(port: String) {
        #expect(Self.mistake(["ipport": port])?.contains("ipport") == true)
        #expect(Self.mistake(["ipaddr": "bmc:\(port)"])?.contains("ipaddr") == true)
    }

    @Test(arguments: ["[::1]x", "[::1", "[]:623", ":623"])
    func anAddressThatIsNoneIsRefused(text: String) {
        #expect(Self.mistake(["ipaddr": text])?.contains("ipaddr") == true)
    }

    // MARK: Password

    @Test func theFileHasThePasswordInItsFirstLine() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("secret", "from file\r\nmore\n")
        #expect(try Self.make(["passwd_method": "file", "passwd": file]).password == "from file")
        let empty = try folder.write("empty", "\n")
        #expect(
            Self.mistake(["passwd_method": "file", "passwd": empty])?.contains("nothing in its first line") == true)
        let missing = folder.path("nothing")
        let mistake = try #require(Self.mistake(["passwd_method": "file", "passwd": missing]))
        #expect(mistake.contains("cannot be read"))
        #expect(!mistake.contains(missing), "it may be the password itself")
        #expect(Self.mistake(["passwd_method": "file", "passwd": nil]) == "parameter passwd is missing")
    }

    @Test func theEnvironmentIsAskedWhereNoPasswordIsSet() throws {
        let environment = ["IPMI_PASSWORD": "from env"]
        #expect(
            try Self.make(["passwd_method": "env", "passwd": nil], environment: environment).password == "from env")
        #expect(try Self.make(["passwd_method": "env"], environment: environment).password == "hogehoge")
        #expect(Self.mistake(["passwd_method": "env", "passwd": nil])?.contains("IPMI_PASSWORD") == true)
        #expect(Self.mistake(["passwd": nil], environment: environment) == "parameter passwd is missing")
    }

    @Test func noMessageHasThePasswordInIt() {
        for name in ["ipport", "interface", "priv", "cipher_suite", "silence_timeout", "reset_method"] {
            #expect(Self.mistake([name: "wrong"])?.contains("hogehoge") == false)
        }
    }

    @Test(arguments: [("lan", 16), ("lanplus", 20)])
    func aPasswordIsNoLongerThanTheProtocolAllows(interface: String, most: Int) throws {
        let longest = String(repeating: "p", count: most)
        #expect(try Self.make(["interface": interface, "passwd": longest]).password == longest)
        #expect(Self.mistake(["interface": interface, "passwd": longest + "p"])?.contains("\(most) bytes") == true)
    }

    @Test func aUserNameHas16BytesAtMost() throws {
        let longest = String(repeating: "u", count: 16)
        #expect(try Self.make(["userid": longest]).user == longest)
        #expect(Self.mistake(["userid": longest + "u"])?.contains("userid") == true)
    }

    // MARK: Choices

    @Test(arguments: [
        ("interface", "LAN"), ("interface", "open"), ("reset_method", "power_cycle"), ("passwd_method", "stdin"),
        ("priv", "ROOT"), ("priv", "USER"), ("priv", "CALLBACK"), ("silence_timeout", "0"), ("silence_timeout", "3601"),
        ("silence_timeout", "1.5"), ("silence_timeout", "soon"), ("workaround_flags", "nonsense"),
    ])
    func whatIsNoChoiceIsNamedWithItsValue(name: String, value: String) {
        let text = Self.mistake([name: value]) ?? ""
        #expect(text.contains(name) && text.contains(value))
    }

    @Test(arguments: [("reset", Settings.ResetMethod.reset), ("cycle", .cycle), ("onoff", .onoff)])
    func resetMethods(text: String, method: Settings.ResetMethod) throws {
        #expect(try Self.make(["reset_method": text]).resetMethod == method)
    }

    @Test(arguments: [
        ("OPERATOR", IPMI_PRIVILEGE_LEVEL_OPERATOR, "OPERATOR"),
        ("operator", IPMI_PRIVILEGE_LEVEL_OPERATOR, "OPERATOR"),
        ("ADMIN", IPMI_PRIVILEGE_LEVEL_ADMIN, "ADMINISTRATOR"),
        ("Administrator", IPMI_PRIVILEGE_LEVEL_ADMIN, "ADMINISTRATOR"),
    ])
    func privileges(text: String, level: Int32, name: String) throws {
        let settings = try Self.make(["priv": text])
        #expect(settings.privilege == UInt8(level))
        #expect(settings.privilegeName == name)
    }

    @Test(arguments: ["0", "1", "2", "15", "256", "-1", "x"])
    func weakOrUnknownCipherSuitesAreRefused(suite: String) {
        #expect(Self.mistake(["cipher_suite": suite])?.contains("never used") == true)
    }

    @Test(arguments: [3, 8, 12, 17] as [UInt8])
    func aChosenSuiteIsTheOnlyOne(suite: UInt8) throws {
        let settings = try Self.make(["cipher_suite": "\(suite)", "remembered.cipher_suite": "17"])
        #expect(settings.cipherSuites == [suite] && !settings.suiteIsRemembered)
    }

    /// Upwards is always allowed: a BMC that was hardened since takes 17 only.
    @Test(arguments: [(3, [3, 17]), (17, [17])] as [(UInt8, [UInt8])])
    func aRememberedSuiteIsTheFirst(suite: UInt8, tried: [UInt8]) throws {
        let settings = try Self.make(["remembered.cipher_suite": "\(suite)"])
        #expect(settings.cipherSuites == tried && settings.suiteIsRemembered)
    }

    @Test(arguments: ["0", "1", "nonsense", "999"])
    func aRememberedSuiteNobodyCouldRememberIsForgotten(suite: String) throws {
        let settings = try Self.make(["remembered.cipher_suite": suite])
        #expect(settings.cipherSuites == [17, 3] && !settings.suiteIsRemembered)
    }

    @Test func theSilenceIsInSeconds() throws {
        #expect(try Self.make(["silence_timeout": "3600"]).silenceMilliseconds == 3_600_000)
    }

    @Test func theIdentityIsComparedInLowerCase() throws {
        #expect(try Self.make(["bmc_guid": "ABC-1"]).expectedGUID == "abc-1")
    }
}
