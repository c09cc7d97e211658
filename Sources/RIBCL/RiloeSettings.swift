/// A device's parameters, checked; but for those about TLS.
public struct RiloeSettings: Equatable, Sendable {
    /// How a board is spoken to.
    public enum Way: String, Sendable {
        /// iLO 3 and later: POST /ribcl.
        case http
        /// RILOE, iLO and iLO 2: XML over TLS and nothing around it.
        case raw
    }

    /// Why the parameters are no device.
    public struct Mistake: Error, Equatable {
        public var text: String
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
    public init(parameter: (String) -> String?) throws(Mistake) {
        hosts = Self.hosts(parameter)
        let name = parameter("ilo_hostname") == nil ? "RI_HOSTRI" : "ilo_hostname"
        guard let place = parameter(name) else { throw .missing("ilo_hostname") }
        (address, port) = try Self.split(place)
        // What was found for the other name is another board.
        resolvedAddress = parameter("resolved.\(name)")
        user = parameter("ilo_user") ?? parameter("RI_LOGIN") ?? "Administrator"
        guard let password = parameter("ilo_password") ?? parameter("RI_PASSWORD") else {
            throw .missing("ilo_password")
        }
        self.password = password
        version = parameter("ilo_protocol") ?? "1.2"
        canReset = try Self.isSet("ilo_can_reset", parameter)
        let method = parameter("ilo_powerdown_method") ?? "power"
        usesButton = method == "button"
        proxyHost = parameter("resolved.ilo_proxyhost") ?? parameter("ilo_proxyhost")
        proxyPort = try Self.port("ilo_proxyport", parameter("ilo_proxyport") ?? "3128")
        way = parameter("remembered.ribcl").flatMap(Way.init)
        if method != "power", !usesButton {
            warnings = [
                "parameter ilo_powerdown_method is \"\(method)\", which is neither power nor button: power is taken"
            ]
        }
        try check()
    }

    /// The nodes alone, which need no other parameter.
    public static func hosts(_ parameter: (String) -> String?) -> [String] {
        (parameter("hostlist") ?? parameter("RI_HOST") ?? "").split { $0 == " " || $0 == "," || $0 == "\t" }
            .map { $0.lowercased() }
    }

    /// What XML cannot carry is said before it is sent.
    private func check() throws(Mistake) {
        for (name, value) in [("ilo_user", user), ("ilo_password", password)]
        where value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw Mistake(text: "parameter \(name) has a control character in it, which no board takes")
        }
        guard version.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), version.utf8.first != 46 else {
            throw .bad("ilo_protocol", version, "a version such as 1.2 or 2.0")
        }
    }

    /// `10.0.0.1:1443`, `[fe80::1%eth0]:1443` and a bare IPv6 address are all taken.
    private static func split(_ place: String) throws(Mistake) -> (String, UInt16) {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            let rest = place[end...].dropFirst()
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .bad("ilo_hostname", place, Self.placeWords) }
            let number = rest.isEmpty ? "443" : String(rest.dropFirst())
            return (String(place[..<end].dropFirst()), try port("ilo_hostname", number))
        }
        guard parts.count == 2 else { return (place, 443) }
        guard !parts[0].isEmpty else { throw .bad("ilo_hostname", place, Self.placeWords) }
        return (String(parts[0]), try port("ilo_hostname", String(parts[1])))
    }

    private static let placeWords = "an address or a name, and a port may follow a colon"

    private static func port(_ name: String, _ text: String) throws(Mistake) -> UInt16 {
        guard let number = UInt16(text), number > 0 else { throw .bad(name, text, "a port number, 1 to 65535") }
        return number
    }

    private static func isSet(_ name: String, _ parameter: (String) -> String?) throws(Mistake) -> Bool {
        switch parameter(name)?.lowercased() {
        case nil, "0", "no", "false", "off": return false
        case "1", "yes", "true", "on": return true
        case let text?: throw .bad(name, text, "1 or 0")
        }
    }
}

extension RiloeSettings.Mistake {
    static func missing(_ name: String) -> Self { Self(text: "parameter \(name) is missing") }

    static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self(text: "parameter \(name) is \"\(value)\", and must be \(allowed)")
    }
}
