import DeviceParameters

/// A device's parameters, checked; but for those about TLS.
public struct RiloeSettings: Equatable, Sendable {
    /// How a board is spoken to.
    public enum Way: String, Sendable {
        /// iLO 3 and later: POST /ribcl.
        case http
        /// RILOE, iLO and iLO 2: XML over TLS and nothing around it.
        case raw
    }

    /// The nodes it may fence; empty when `hostlist` is not given.
    public var hosts: [String]
    public var address: String
    public var port: UInt16
    /// What the daemon found for it beforehand; nil where it did not.
    public var resolvedAddress: String?
    public var user: String
    public var password: String
    public var version: String
    public var canReset: Bool
    public var usesButton: Bool
    public var proxyHost: String?
    public var proxyPort: UInt16
    /// What worked before.
    public var way: Way?
    public var warnings: [String] = []

    public var writer: RIBCLWriter { RIBCLWriter(version: version, user: user, password: password) }

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        hosts = Self.hosts(parameters)
        let place = try parameters.place("ilo_hostname", "RI_HOSTRI", defaultPort: 443)
        (address, resolvedAddress, port) = (place.host, place.resolvedHost, place.port)
        user = parameters["ilo_user"] ?? parameters["RI_LOGIN"] ?? "Administrator"
        password = try parameters.required("ilo_password", or: "RI_PASSWORD")
        version = parameters["ilo_protocol"] ?? "1.2"
        canReset = try parameters.isSet("ilo_can_reset")
        let method = parameters["ilo_powerdown_method"] ?? "power"
        usesButton = method == "button"
        proxyHost = parameters["resolved.ilo_proxyhost"] ?? parameters["ilo_proxyhost"]
        proxyPort = try parameters.port("ilo_proxyport", default: 3128)
        way = parameters["remembered.ribcl"].flatMap(Way.init)
        if method != "power", !usesButton {
            warnings = [
                "parameter ilo_powerdown_method is \"\(method)\", which is neither power nor button: power is taken"
            ]
        }
        try check()
    }

    /// The nodes alone, which need no other parameter.
    public static func hosts(_ parameters: ParameterReader) -> [String] {
        parameters.nodes(parameters["hostlist"] == nil ? "RI_HOST" : "hostlist")
    }

    /// What XML cannot carry is said before it is sent.
    private func check() throws(ParameterMistake) {
        for (name, value) in [("ilo_user", user), ("ilo_password", password)]
        where value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw ParameterMistake("parameter \(name) has a control character in it, which no board takes")
        }
        guard version.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), version.utf8.first != 46 else {
            throw .bad("ilo_protocol", version, "a version such as 1.2 or 2.0")
        }
    }
}
