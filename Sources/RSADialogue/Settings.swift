/// The parameters of `external/ibmrsa-telnet`, checked.
public struct Settings: Equatable, Sendable {
    public enum ResetMethod: String, CaseIterable, Sendable {
        /// The board's own power cycle.
        case cycle
        /// Off, read back off, on, read back on.
        case onoff
    }

    /// Why the parameters are no device.
    public struct Mistake: Error, Equatable {
        public let text: String
        public init(text: String) { self.text = text }
    }

    /// The nodes it may fence.
    public var hosts: [String]
    public var address: String
    /// What the daemon found for it beforehand; nil where it did not.
    public var resolvedAddress: String?
    public var port: UInt16
    public var user: String
    public var password: String
    public var resetMethod: ResetMethod

    /// - Parameter parameter: looks one up; nil where it is not set or empty.
    public init(parameter: (String) -> String?) throws(Mistake) {
        hosts = Self.words(parameter("nodename") ?? "")
        guard !hosts.isEmpty else { throw Mistake(text: "parameter nodename is missing") }
        let (name, place) = try Self.one(of: "ip_address", "ipaddr", parameter)
        (address, port) = try Self.split(place, named: name, port: parameter("ipport"))
        resolvedAddress = parameter("resolved.\(name)")
        user = try Self.typed("username", "userid", parameter)
        password = try Self.typed("password", "passwd", parameter)
        guard let method = ResetMethod(rawValue: parameter("reset_method") ?? "cycle") else {
            throw Mistake(text: "parameter reset_method must be cycle or onoff")
        }
        resetMethod = method
    }

    /// Node names, with blanks or commas between.
    public static func words(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "," || $0 == "\t" }.map { $0.lowercased() }
    }

    /// A parameter by its name or its other name.
    private static func one(
        of name: String, _ alias: String, _ parameter: (String) -> String?
    ) throws(Mistake) -> (name: String, value: String) {
        if let value = parameter(name) { return (name, value) }
        if let value = parameter(alias) { return (alias, value) }
        throw Mistake(text: "parameter \(name) is missing")
    }

    /// What is typed at a prompt: a control character in it would end the line, and what follows would be a command.
    private static func typed(
        _ name: String, _ alias: String, _ parameter: (String) -> String?
    ) throws(Mistake) -> String {
        let (given, value) = try one(of: name, alias, parameter)
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Mistake(text: "parameter \(given) has a control character in it, which cannot be typed at a prompt")
        }
        guard value.utf8.count <= 128 else { throw Mistake(text: "parameter \(given) is longer than 128 bytes") }
        return value
    }

    /// `10.0.0.1:2323`, `[fe80::1%eth0]:2323` and a bare IPv6 address are all taken.
    private static func split(
        _ address: String, named name: String, port: String?
    ) throws(Mistake) -> (String, UInt16) {
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
            throw Mistake(text: "parameter \(name) must be an address or a name, and a port may follow a colon")
        }
        let text = rest.isEmpty ? port ?? "23" : String(rest.dropFirst())
        guard let number = UInt16(text), number > 0 else {
            throw Mistake(text: "the port is \"\(text)\", and must be a number, 1 to 65535")
        }
        return (String(host), number)
    }
}
