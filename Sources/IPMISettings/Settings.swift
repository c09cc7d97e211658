import CFreeIPMI
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

    private enum Answer: String, CaseIterable {
        case yes
        case no
    }

    /// Why the parameters are no device.
    package struct Mistake: Error, Equatable {
        package var text: String

        package init(text: String) { self.text = text }
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
    package init(parameter: (String) -> String?, environment: (String) -> String?) throws(Mistake) {
        hosts = Self.words(parameter("hostname") ?? "")
        guard let address = parameter("ipaddr") else { throw .missing("ipaddr") }
        guard let user = parameter("userid") else { throw .missing("userid") }
        (self.address, port) = try Self.split(address, port: parameter("ipport") ?? "623")
        resolvedAddress = parameter("resolved.ipaddr")
        guard let number = UInt16(port), number > 0 else { throw .bad("ipport", port, "a port number, 1 to 65535") }
        self.user = user
        password = try Self.password(parameter, environment)
        interface = try Self.choice("interface", parameter, default: .lan)
        resetMethod = try Self.choice("reset_method", parameter, default: .reset)
        (privilege, privilegeName) = try Self.privilege(parameter("priv") ?? "ADMINISTRATOR")
        (cipherSuites, suiteIsRemembered) = try Self.suites(parameter)
        workarounds = Self.words(parameter("workaround_flags") ?? "")
        workaroundFlags = try Workaround.flags(workarounds, interface)
        silenceMilliseconds = try Self.seconds("silence_timeout", parameter("silence_timeout") ?? "5") * 1000
        expectedGUID = parameter("bmc_guid")?.lowercased()
        capturesConsole = try Self.choice("sol_capture", parameter, default: Answer.no) == .yes
        try checkLengths()
    }

    /// libfreeipmi would call what is too long a wrong password or user, though it never asked the BMC.
    private func checkLengths() throws(Mistake) {
        if user.utf8.count > Int(IPMI_MAX_USER_NAME_LENGTH) {
            throw Mistake(text: "userid is longer than the 16 bytes that IPMI has")
        }
        if interface == .lan, password.utf8.count > Int(IPMI_1_5_MAX_PASSWORD_LENGTH) {
            throw Mistake(text: "passwd is longer than the 16 bytes that IPMI 1.5 has: set interface=lanplus")
        }
        if password.utf8.count > Int(IPMI_2_0_MAX_PASSWORD_LENGTH) {
            throw Mistake(text: "passwd is longer than the 20 bytes that IPMI 2.0 has")
        }
    }

    package static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," || $0 == "\t" }.map { $0.lowercased() }
    }

    /// `10.0.0.1:1623`, `[fe80::1%eth0]:1623` and a bare IPv6 address are all taken.
    private static func split(_ address: String, port: String) throws(Mistake) -> (String, String) {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        let (host, rest) =
            if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
                (address[..<end].dropFirst(), address[end...].dropFirst())
            } else if parts.count == 2 {
                (parts[0], address.dropFirst(parts[0].count))
            } else {
                (address[...], "")
            }
        guard !host.isEmpty, !host.hasPrefix("["), rest.isEmpty || rest.hasPrefix(":") else {
            throw .bad("ipaddr", address, "an address or a name, and a port may follow a colon")
        }
        return (String(host), rest.isEmpty ? port : String(rest.dropFirst()))
    }

    private static func password(
        _ parameter: (String) -> String?, _ environment: (String) -> String?
    ) throws(Mistake) -> String {
        let method = parameter("passwd_method") ?? "param"
        switch method {
        case "param":
            guard let password = parameter("passwd") else { throw .missing("passwd") }
            return password
        case "env":
            guard let password = parameter("passwd") ?? environment("IPMI_PASSWORD") else {
                throw Mistake(text: "passwd_method=env, and neither passwd nor the variable IPMI_PASSWORD is set")
            }
            return password
        case "file":
            guard let path = parameter("passwd") else { throw .missing("passwd") }
            do { return try PasswordFile.read(path) } catch { throw Mistake(text: error.text) }
        default: throw .bad("passwd_method", method, "param, env or file")
        }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ parameter: (String) -> String?, default fallback: Choice
    ) throws(Mistake) -> Choice where Choice.RawValue == String {
        guard let text = parameter(name) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            throw .bad(name, text, Choice.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return choice
    }

    private static func privilege(_ name: String) throws(Mistake) -> (UInt8, String) {
        switch name.uppercased() {
        case "OPERATOR": (UInt8(IPMI_PRIVILEGE_LEVEL_OPERATOR), "OPERATOR")
        case "ADMINISTRATOR", "ADMIN": (UInt8(IPMI_PRIVILEGE_LEVEL_ADMIN), "ADMINISTRATOR")
        case "USER", "CALLBACK":
            throw Mistake(text: "priv=\(name) may not switch power: OPERATOR or ADMINISTRATOR may")
        default: throw .bad("priv", name, "OPERATOR or ADMINISTRATOR")
        }
    }

    /// Suites 0 to 2 authenticate nobody or protect nothing; 17 is SHA256, 3 is SHA1 with AES
    /// (IPMI 2.0 revision 1.1, table 22-20).
    private static func suites(_ parameter: (String) -> String?) throws(Mistake) -> ([UInt8], Bool) {
        if let text = parameter("cipher_suite") {
            guard let suite = UInt8(text), [3, 8, 12, 17].contains(suite) else {
                throw .bad("cipher_suite", text, "17, 12, 8 or 3; weaker ones are never used")
            }
            return ([suite], false)
        }
        guard let suite = parameter("remembered.cipher_suite").flatMap(UInt8.init), [3, 17].contains(suite) else {
            return ([17, 3], false)
        }
        return (suite == 3 ? [3, 17] : [17], true)
    }

    private static func seconds(_ name: String, _ text: String) throws(Mistake) -> Int64 {
        guard let seconds = Int64(text), (1...3600).contains(seconds) else {
            throw .bad(name, text, "whole seconds, 1 to 3600")
        }
        return seconds
    }
}

extension Settings.Mistake {
    package static func missing(_ name: String) -> Self { Self(text: "parameter \(name) is missing") }

    package static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self(text: "parameter \(name) is \"\(value)\", and must be \(allowed)")
    }
}
