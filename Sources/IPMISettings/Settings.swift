import CFreeIPMI
import DeviceParameters
import PluginKit

/// The parameters of an `external/ipmi` device, checked: for the plugin that switches power and the program that has
/// the node's serial console.
package struct Settings: Equatable {
    package enum Interface: String, CaseIterable {
        /// IPMI 1.5, MD5 authentication.
        case lan
        /// IPMI 2.0, RMCP+.
        case lanplus
    }

    package enum ResetMethod: String, CaseIterable {
        case reset
        case cycle
        case onoff
    }

    /// The nodes it may fence; empty when `hostname` is not given.
    package var hosts: [String]
    package var address: String
    /// What the daemon found for it beforehand; nil where it did not.
    package var resolvedAddress: String?
    package var port: String
    package var user: String
    package var password: String
    package var interface: Interface
    package var privilege: UInt8
    package var privilegeName: String
    /// To be tried in this order.
    package var cipherSuites: [UInt8]
    /// A remembered suite was accepted before: another one now is a thing to be told, not to be tried.
    package var suiteIsRemembered: Bool
    package var workaroundFlags: UInt32
    /// FreeIPMI's names for them, and for those that are only about the console.
    package var workarounds: [String]
    package var resetMethod: ResetMethod
    package var silenceMilliseconds: Int64
    /// What the BMC must say of itself before anything is powered; nil when any BMC will do.
    package var expectedGUID: String?
    /// Whether the daemon keeps what the node says on its serial console.
    package var capturesConsole: Bool

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    package init(
        parameter: @escaping (String) -> String?, environment: (String) -> String?
    ) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        hosts = parameters.nodes("hostname")
        let place = try parameters.place("ipaddr", port: "ipport", defaultPort: 623)
        (address, resolvedAddress, port) = (place.host, place.resolvedHost, String(place.port))
        user = try parameters.required("userid")
        password = try parameters.password("passwd", variable: "IPMI_PASSWORD", environment: environment).read()
        interface = try parameters.choice("interface", default: .lan)
        resetMethod = try parameters.choice("reset_method", default: .reset)
        (privilege, privilegeName) = try Self.privilege(parameters["priv"] ?? "ADMINISTRATOR")
        (cipherSuites, suiteIsRemembered) = try Self.suites(parameters)
        workarounds = parameters.nodes("workaround_flags")
        workaroundFlags = try Workaround.flags(workarounds, interface)
        silenceMilliseconds = try parameters.milliseconds("silence_timeout", defaultSeconds: 5, 1...3600)
        expectedGUID = parameters["bmc_guid"]?.lowercased()
        capturesConsole = try parameters.isSet("sol_capture")
        try checkLengths()
    }

    /// libfreeipmi would call what is too long a wrong password or user, though it never asked the BMC.
    private func checkLengths() throws(ParameterMistake) {
        if user.utf8.count > Int(IPMI_MAX_USER_NAME_LENGTH) {
            throw ParameterMistake("userid is longer than the 16 bytes that IPMI has")
        }
        if interface == .lan, password.utf8.count > Int(IPMI_1_5_MAX_PASSWORD_LENGTH) {
            throw ParameterMistake("passwd is longer than the 16 bytes that IPMI 1.5 has: set interface=lanplus")
        }
        if password.utf8.count > Int(IPMI_2_0_MAX_PASSWORD_LENGTH) {
            throw ParameterMistake("passwd is longer than the 20 bytes that IPMI 2.0 has")
        }
    }

    private static func privilege(_ name: String) throws(ParameterMistake) -> (UInt8, String) {
        switch name.uppercased() {
        case "OPERATOR": (UInt8(IPMI_PRIVILEGE_LEVEL_OPERATOR), "OPERATOR")
        case "ADMINISTRATOR", "ADMIN": (UInt8(IPMI_PRIVILEGE_LEVEL_ADMIN), "ADMINISTRATOR")
        case "USER", "CALLBACK":
            throw ParameterMistake("priv=\(name) may not switch power: OPERATOR or ADMINISTRATOR may")
        default: throw .bad("priv", name, "OPERATOR or ADMINISTRATOR")
        }
    }

    /// Suites 0 to 2 authenticate nobody or protect nothing; 17 is SHA256, 3 is SHA1 with AES
    /// (IPMI 2.0 revision 1.1, table 22-20).
    private static func suites(_ parameters: ParameterReader) throws(ParameterMistake) -> ([UInt8], Bool) {
        if let text = parameters["cipher_suite"] {
            guard let suite = UInt8(text), [3, 8, 12, 17].contains(suite) else {
                throw .bad("cipher_suite", text, "17, 12, 8 or 3; weaker ones are never used")
            }
            return ([suite], false)
        }
        guard let suite = parameters["remembered.cipher_suite"].flatMap(UInt8.init), [3, 17].contains(suite) else {
            return ([17, 3], false)
        }
        return (suite == 3 ? [3, 17] : [17], true)
    }
}
