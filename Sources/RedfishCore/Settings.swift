import DeviceParameters

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
    public init(
        parameter: @escaping (String) -> String?, environment: (String) -> String?
    ) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        hosts = parameters.nodes("hostname")
        let place = try parameters.place("ipaddr", "ip", port: "ipport", defaultPort: 443)
        (address, resolvedAddress, port) = (place.host, place.resolvedHost, place.port)
        user = try parameters.required("userid", or: "username")
        guard !user.utf8.contains(UInt8(ascii: ":")) else {
            throw .bad("userid", user, "a name without a colon, which HTTP Basic authentication cannot have")
        }
        password = try parameters.password(
            "passwd", or: "password", variable: Self.passwordVariable, environment: environment)
        login = try parameters.choice("login_method", default: .session)
        resetMethod = try parameters.choice("reset_method", default: .reset)
        root = try Self.root(parameters["redfish_uri"] ?? "/redfish/v1/")
        system = try parameters["systems_uri"].map { text throws(ParameterMistake) in
            try Self.path("systems_uri", text)
        }
        expectedIdentity = parameters["system_uuid"]
    }

    /// Where messages say that something is.
    public var place: String { "Redfish service \(address) port \(port)" }

    private static func path(_ name: String, _ text: String) throws(ParameterMistake) -> ResourcePath {
        guard let path = ResourcePath(text) else {
            throw .bad(name, text, "a path such as /redfish/v1/Systems/1")
        }
        return path
    }

    /// With the slash at its end: without it a service may answer with a redirection.
    private static func root(_ text: String) throws(ParameterMistake) -> ResourcePath {
        try path("redfish_uri", text.hasSuffix("/") ? text : text + "/")
    }
}
