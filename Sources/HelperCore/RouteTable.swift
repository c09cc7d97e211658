/// The default gateways in the kernel's route tables, as /proc shows them.
public enum RouteTable {
    private static let up: UInt32 = 0x1
    private static let gateway: UInt32 = 0x2
    private static let reject: UInt32 = 0x200

    /// - Parameter text: /proc/net/route. Addresses stand there as numbers in the machine's own byte order.
    public static func gatewaysV4(_ text: String) -> [EchoAddress] {
        unique(
            lines(text).compactMap { fields in
                guard fields.count >= 8, number(fields[1]) == 0, number(fields[7]) == 0, isGateway(fields[3]),
                    let address = number(fields[2]), address != 0
                else { return nil }
                return EchoAddress(family: .v4, bytes: withUnsafeBytes(of: address) { Array($0) })
            })
    }

    /// - Parameter text: /proc/net/ipv6_route. Addresses stand there in network order, without colons.
    public static func gatewaysV6(_ text: String) -> [EchoAddress] {
        unique(
            lines(text).compactMap { fields in
                guard fields.count >= 10, fields[0].allSatisfy({ $0 == "0" }), number(fields[1]) == 0,
                    isGateway(fields[8]), let bytes = bytes(fields[4]), bytes.contains(where: { $0 != 0 })
                else { return nil }
                let plain = EchoAddress(family: .v6, bytes: bytes)
                return plain.isLinkLocal
                    ? EchoAddress(family: .v6, bytes: bytes, interface: String(fields[9])) : plain
            })
    }

    private static func lines(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" } }
    }

    private static func number(_ text: Substring) -> UInt32? { UInt32(text, radix: 16) }

    private static func isGateway(_ flags: Substring) -> Bool {
        guard let flags = number(flags) else { return false }
        return flags & (up | gateway | reject) == up | gateway
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
        guard text.count == 32, digits.count == 32 else { return nil }
        return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func unique(_ addresses: [EchoAddress]) -> [EchoAddress] {
        var seen: Set<EchoAddress> = []
        return addresses.filter { seen.insert($0).inserted }
    }
}
