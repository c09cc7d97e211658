import DeviceParameters

/// `driver[+transport]://[user@][host][:port]/[path][?parameters]`, as libvirt takes it.
public struct HypervisorURI: Equatable, Sendable {
    /// What is handed to libvirt: as written, and with ssh never asking anybody.
    public let text: String
    public let driver: String
    /// Nil where libvirt chooses: a socket of this host, or TLS to another one.
    public let transport: String?
    /// Nil: this host.
    public let host: String?
    /// What an operator should know though the action goes on.
    public let warnings: [String]

    private static let transports = ["ssh", "tls", "unix", "tcp", "ext", "libssh", "libssh2"]

    public init(_ text: String) throws(ParameterMistake) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), colon > text.startIndex,
            !text.contains(where: { $0.isWhitespace || $0 == "\"" })
        else { throw .uri(text, "must look like qemu+ssh://HOST/system or qemu:///system") }
        let scheme = text[..<colon].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = text[colon...].dropFirst("://".count)
        let question = rest.firstIndex(of: "?") ?? rest.endIndex
        let parameters = Self.parameters(rest[question...].dropFirst())
        driver = String(scheme[0])
        transport = scheme.count > 1 ? String(scheme[1]) : nil
        host = try Self.host(rest[..<question].prefix { $0 != "/" }, text)
        warnings = Self.warnings(driver, transport, parameters)
        self.text = transport == "ssh" && parameters["no_tty"] == nil ? Self.append("no_tty=1", to: text) : text
        try check(parameters, path: rest[..<question].drop { $0 != "/" })
    }

    private func check(_ parameters: [Substring: Substring], path: Substring) throws(ParameterMistake) {
        if let transport, !Self.transports.contains(transport) {
            throw .uri(text, "has the transport \(transport); there are \(Self.transports.joined(separator: ", "))")
        }
        if ["ssh", "libssh", "libssh2", "tls", "tcp"].contains(transport), host == nil {
            throw .uri(text, "names no host, and \(transport ?? "") needs one")
        }
        if transport == "ssh", let answer = parameters["no_tty"], answer != "1" {
            throw .uri(text, "has no_tty=\(answer), and ssh would wait for somebody to type: leave it out")
        }
        if path == "/embed" {
            throw .uri(text, "would run a hypervisor inside the fence device: take /system")
        }
    }

    private static func parameters(_ query: Substring) -> [Substring: Substring] {
        let pairs = query.split { $0 == "&" || $0 == ";" }.map { (word: Substring) -> (Substring, Substring) in
            let name = word.prefix { $0 != "=" }
            return (name, word[name.endIndex...].dropFirst())
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter authority: `[user@][host][:port]`; an IPv6 address stands in brackets.
    private static func host(_ authority: Substring, _ text: String) throws(ParameterMistake) -> String? {
        let at = authority.lastIndex(of: "@")
        if let at, authority[..<at].contains(":") {
            throw ParameterMistake(
                "parameter hypervisor_uri has a password in it: libvirt takes none there. Let ssh use a key, "
                    + "or TLS a certificate")
        }
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let host = place.hasPrefix("[") ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }

    private static func warnings(
        _ driver: String, _ transport: String?, _ parameters: [Substring: Substring]
    ) -> [String] {
        var warnings: [String] = []
        if driver == "test" {
            warnings.append("the driver test of hypervisor_uri is made up inside libvirt: no node is fenced by it")
        }
        if transport == "tcp" {
            warnings.append("qemu+tcp protects nothing on its way: take ssh or tls in hypervisor_uri")
        }
        if let value = parameters["no_verify"], value != "0" {
            warnings.append("no_verify in hypervisor_uri: anybody in between may take the hypervisor's place")
        }
        return warnings
    }

    private static func append(_ parameter: String, to text: String) -> String {
        text + (text.contains("?") ? (text.hasSuffix("?") || text.hasSuffix("&") ? "" : "&") : "?") + parameter
    }

    /// Whether the connection to the hypervisor is a TCP socket of this process; that of ssh is one of ssh's.
    public var hasSocketOfItsOwn: Bool { host != nil && !["ssh", "ext", "unix"].contains(transport) }

    /// For messages: where the hypervisor is.
    public var place: String { host.map { "hypervisor \($0)" } ?? "this host's hypervisor" }
}
