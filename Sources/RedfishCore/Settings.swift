/// The parameters of a `redfish` device, checked.
public struct Settings: Equatable, Sendable {
    public enum Login: String, CaseIterable, Sendable {
        /// Log in and out; Basic where the service has no sessions, or none left.
        case session
        /// HTTP Basic authentication.
        case basic
    }

    public enum ResetMethod: String, CaseIterable, Sendable {
        case reset
        case cycle
        case onoff
    }

    public enum PasswordSource: Equatable, Sendable {
        case given(String)
        /// The file whose first line it is.
        case file(path: String)
    }

    /// Why the parameters are no device.
    public struct Mistake: Error, Equatable {
        public var text: String
        public init(text: String) { self.text = text }
    }

    /// The nodes it may fence; empty when `hostname` is not given.
    public var hosts: [String]
    public var address: String
    /// What the daemon found for it beforehand; nil where it did not.
    public var resolvedAddress: String?
    public var port: UInt16
    public var user: String
    public var password: PasswordSource
    public var login: Login
    /// The service root.
    public var root: ResourcePath
    /// The system; nil where it is to be found.
    public var system: ResourcePath?
    public var resetMethod: ResetMethod
    /// What the system must say of itself before anything is powered; nil when any will do.
    public var expectedIdentity: String?

    /// The variable of `passwd_method=env`.
    public static let passwordVariable = "REDFISH_PASSWORD"

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: (String) -> String?, environment: (String) -> String?) throws(Mistake) {
        hosts = Self.words(parameter("hostname") ?? "")
        let name = parameter("ipaddr") == nil ? "ip" : "ipaddr"
        guard let address = parameter(name) else { throw .missing("ipaddr") }
        guard let user = parameter("userid") ?? parameter("username") else { throw .missing("userid") }
        guard !user.utf8.contains(UInt8(ascii: ":")) else {
            throw .bad("userid", user, "a name without a colon, which HTTP Basic authentication cannot have")
        }
        (self.address, port) = try Self.split(address, port: parameter("ipport") ?? "443")
        // What was found for the other name is another board.
        resolvedAddress = parameter("resolved.\(name)")
        self.user = user
        password = try Self.password(parameter, environment)
        login = try Self.choice("login_method", parameter, default: .session)
        resetMethod = try Self.choice("reset_method", parameter, default: .reset)
        root = try Self.root(parameter("redfish_uri") ?? "/redfish/v1/")
        system = try parameter("systems_uri").map { text throws(Mistake) in try Self.path("systems_uri", text) }
        expectedIdentity = parameter("system_uuid")
    }

    /// Where messages say that something is.
    public var place: String { "Redfish service \(address) port \(port)" }

    /// Parts of a list, which may have blanks or commas between.
    public static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," || $0 == "\t" }.map { $0.lowercased() }
    }

    private static func path(_ name: String, _ text: String) throws(Mistake) -> ResourcePath {
        guard let path = ResourcePath(text) else {
            throw .bad(name, text, "a path such as /redfish/v1/Systems/1")
        }
        return path
    }

    /// With the slash at its end: without it a service may answer with a redirection.
    private static func root(_ text: String) throws(Mistake) -> ResourcePath {
        try path("redfish_uri", text.hasSuffix("/") ? text : text + "/")
    }

    /// `10.0.0.1:8443`, `[fe80::1%eth0]:8443` and a bare IPv6 address are all taken.
    private static func split(_ address: String, port: String) throws(Mistake) -> (String, UInt16) {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        let (host, rest) =
            if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
                (address[..<end].dropFirst(), address[end...].dropFirst())
            } else if parts.count == 2 {
                (parts[0], address.dropFirst(parts[0].count))
            } else {
                (address[...], "")
            }
        let isName = host.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
        let given = rest.isEmpty ? nil : UInt16(rest.dropFirst())
        guard !host.isEmpty, isName, !host.hasPrefix("["), rest.isEmpty || (rest.hasPrefix(":") && given ?? 0 > 0)
        else { throw .bad("ipaddr", address, "an address or a name, and a port may follow a colon") }
        guard let number = given ?? UInt16(port), number > 0 else {
            throw .bad("ipport", port, "a port number, 1 to 65535")
        }
        return (String(host), number)
    }

    private static func password(
        _ parameter: (String) -> String?, _ environment: (String) -> String?
    ) throws(Mistake) -> PasswordSource {
        let given = parameter("passwd") ?? parameter("password")
        let method = parameter("passwd_method") ?? "param"
        switch (method, given) {
        case ("param", let password?), ("env", let password?): return .given(password)
        case ("file", let path?): return .file(path: path)
        case ("env", nil):
            guard let password = environment(passwordVariable) else {
                throw Mistake(
                    text: "passwd_method=env, and neither passwd nor the variable \(passwordVariable) is set")
            }
            return .given(password)
        case ("param", nil), ("file", nil): throw .missing("passwd")
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
}

extension Settings.Mistake {
    public static func missing(_ name: String) -> Self { Self(text: "parameter \(name) is missing") }

    static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self(text: "parameter \(name) is \"\(value)\", and must be \(allowed)")
    }
}
