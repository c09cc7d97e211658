/// Where a board listens.
public struct BoardPlace: Equatable, Sendable {
    /// As an operator wrote it: an address, or a name.
    public let host: String
    /// What the daemon found for the name beforehand; nil where it did not.
    public let resolvedHost: String?
    public let port: UInt16
}

extension ParameterReader {
    /// `10.0.0.1`, `bmc1:8443`, `[fe80::1%eth0]:8443` and a bare IPv6 address are all taken.
    ///
    /// - Parameter names: of the parameter with the address; the first that is set counts.
    /// - Parameter port: the parameter that has it where none stands behind the address.
    public func place(
        _ names: String..., port: String? = nil, defaultPort: UInt16
    ) throws(ParameterMistake) -> BoardPlace {
        let (name, text) = try given(names)
        let (host, rest) = Self.split(text)
        let isName = host.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
        let given = UInt16(rest.dropFirst()) ?? 0
        guard !host.isEmpty, isName, !host.hasPrefix("["), rest.isEmpty || (rest.hasPrefix(":") && given > 0) else {
            throw .bad(name, text, "an address or a name, and a port from 1 to 65535 may follow a colon")
        }
        let number =
            if !rest.isEmpty { given } else if let port { try self.port(port, default: defaultPort) } else {
                defaultPort
            }
        // What was found for another of the names is another board.
        return BoardPlace(host: String(host), resolvedHost: self["resolved.\(name)"], port: number)
    }

    private static func split(_ text: String) -> (host: Substring, rest: Substring) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return (text[..<end].dropFirst(), text[end...].dropFirst())
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? (parts[0], text.dropFirst(parts[0].count)) : (text[...], "")
    }
}
