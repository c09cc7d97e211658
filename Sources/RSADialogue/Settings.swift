import DeviceParameters

/// The parameters of `external/ibmrsa-telnet`, checked.
public struct Settings: Equatable, Sendable {
    public enum ResetMethod: String, CaseIterable, Sendable {
        /// The board's own power cycle.
        case cycle
        /// Off, read back off, on, read back on.
        case onoff
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
    public init(parameter: @escaping (String) -> String?) throws(ParameterMistake) {
        let parameters = ParameterReader(parameter)
        hosts = parameters.nodes("nodename")
        guard !hosts.isEmpty else { throw .missing("nodename") }
        let place = try parameters.place("ip_address", "ipaddr", port: "ipport", defaultPort: 23)
        (address, resolvedAddress, port) = (place.host, place.resolvedHost, place.port)
        user = try Self.typed(parameters.given(["username", "userid"]))
        password = try Self.typed(parameters.given(["password", "passwd"]))
        resetMethod = try parameters.choice("reset_method", default: .cycle)
    }

    /// What is typed at a prompt: a control character in it would end the line, and what follows would be a command.
    private static func typed(_ given: (name: String, value: String)) throws(ParameterMistake) -> String {
        let (name, value) = given
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw ParameterMistake("parameter \(name) has a control character in it, which cannot be typed at a prompt")
        }
        guard value.utf8.count <= 128 else { throw ParameterMistake("parameter \(name) is longer than 128 bytes") }
        return value
    }
}
