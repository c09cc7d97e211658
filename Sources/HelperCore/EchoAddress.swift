import Glibc

/// An address to send an ICMP echo to: IPv4, or IPv6 with its interface where it is link-local. Never a name: a
/// resolver may hang, and an answer to the wrong address proves nothing.
public struct EchoAddress: Hashable, Sendable {
    public enum Family: Sendable { case v4, v6 }

    /// Why a text is no such address.
    public struct Mistake: Error, Equatable {
        public let text: String
    }

    public let family: Family
    /// 4 or 16, in network order.
    public let bytes: [UInt8]
    /// The interface of a link-local address, as written.
    public let interface: String?

    public init(family: Family, bytes: [UInt8], interface: String? = nil) {
        precondition(bytes.count == (family == .v4 ? 4 : 16), "an address has 4 or 16 bytes")
        self.family = family
        self.bytes = bytes
        self.interface = interface
    }

    /// Reads `192.168.1.1`, `fd00::1` or `fe80::1%eth1`.
    public init(_ text: some StringProtocol) throws(Mistake) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        let interface = parts.count > 1 ? String(parts[1]) : nil
        if let bytes = Self.parse(AF_INET, String(parts[0]), count: 4), interface == nil {
            self.init(family: .v4, bytes: bytes)
        } else if let bytes = Self.parse(AF_INET6, String(parts[0]), count: 16), interface != "" {
            self.init(family: .v6, bytes: bytes, interface: interface)
        } else {
            throw Mistake(text: "is no IP address (names are not looked up; a link-local one is fe80::1%eth1)")
        }
        try check()
    }

    private static func parse(_ family: Int32, _ text: String, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// What can be written and is not one node's address.
    private func check() throws(Mistake) {
        if family == .v6, bytes.starts(with: Self.mappedPrefix) { throw Mistake(text: "must be written as IPv4") }
        if isNobodys { throw Mistake(text: "is not the address of one node") }
        if isLinkLocal, interface == nil { throw Mistake(text: "needs its interface, such as \(text)%eth1") }
        if let interface, !isLinkLocal || interface.utf8.count > 15 {
            throw Mistake(text: isLinkLocal ? "has no interface's name behind its %" : "is not link-local: no %")
        }
    }

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Unspecified, multicast, broadcast and the rest of 0/8 and 240/4.
    private var isNobodys: Bool {
        switch family {
        case .v4: bytes[0] == 0 || bytes[0] >= 224
        case .v6: bytes[0] == 0xFF || bytes.allSatisfy { $0 == 0 }
        }
    }

    public var isLinkLocal: Bool { family == .v6 && bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 }

    /// 127/8 and ::1 are of every node its own.
    public var isLoopback: Bool {
        family == .v4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    public var text: String {
        var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(family == .v4 ? AF_INET : AF_INET6, bytes, &name, socklen_t(name.count))
        let number = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return interface.map { "\(number)%\($0)" } ?? number
    }
}
