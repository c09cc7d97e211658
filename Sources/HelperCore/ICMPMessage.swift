/// What came from the network: hostile until it is matched with what was asked.
public enum ICMPMessage: Equatable, Sendable {
    case reply(Echo)
    /// An error about an echo of somebody's.
    ///
    /// - destination: where that echo went.
    /// - quoted: as much of it as the error carries.
    case error(type: UInt8, code: UInt8, destination: [UInt8], quoted: Echo)

    enum V4 {
        static let reply: UInt8 = 0
        static let unreachable: UInt8 = 3
        static let request: UInt8 = 8
        static let errors: Set<UInt8> = [3, 4, 11, 12]
    }

    enum V6 {
        static let unreachable: UInt8 = 1
        static let errors: ClosedRange<UInt8> = 1...4
        static let request: UInt8 = 128
        static let reply: UInt8 = 129
        static let protocolNumber: UInt8 = 58
    }

    /// Nil for everything that is neither an echo reply nor an error about an echo request.
    ///
    /// - Parameter hasHeader: whether the IPv4 header comes first, as a raw socket has it and a ping socket has not.
    public static func decode(_ datagram: [UInt8], _ family: EchoAddress.Family, hasHeader: Bool) -> ICMPMessage? {
        switch family {
        case .v4: hasHeader ? ipv4Body(datagram[...]).flatMap { decodeV4(Array($0)) } : decodeV4(datagram)
        case .v6: decodeV6(datagram)
        }
    }

    /// What follows an IPv4 header of ICMP (RFC 791, 3.1). Its length field is not looked at: an error quotes the
    /// header of a packet that it cuts.
    private static func ipv4Body(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.count >= 20, let first = bytes.first, first >> 4 == 4 else { return nil }
        let length = Int(first & 0xF) * 4
        guard length >= 20, bytes.count >= length, bytes[bytes.startIndex + 9] == 1 else { return nil }
        return bytes.dropFirst(length)
    }

    private static func decodeV4(_ message: [UInt8]) -> ICMPMessage? {
        guard message.count >= 8, Echo.checksum(message) == 0 else { return nil }
        if message[0] == V4.reply, message[1] == 0 { return Echo(message[4...]).map { .reply($0) } }
        guard V4.errors.contains(message[0]), let quoted = ipv4Body(message[8...]), message.count >= 28,
            quoted.first == V4.request
        else { return nil }
        return error(message, destination: Array(message[24..<28]), quoted)
    }

    /// The kernel has checked the checksum: it needs addresses that are not here.
    private static func decodeV6(_ message: [UInt8]) -> ICMPMessage? {
        guard message.count >= 8 else { return nil }
        if message[0] == V6.reply, message[1] == 0 { return Echo(message[4...]).map { .reply($0) } }
        // The quoted packet: 40 bytes of IPv6 header without extensions, which we never send.
        guard V6.errors.contains(message[0]), message.count >= 48, message[8] >> 4 == 6,
            message[14] == V6.protocolNumber, message.dropFirst(48).first == V6.request
        else { return nil }
        return error(message, destination: Array(message[32..<48]), message[48...])
    }

    private static func error(_ message: [UInt8], destination: [UInt8], _ quoted: ArraySlice<UInt8>) -> ICMPMessage? {
        Echo(quoted.dropFirst(4)).map {
            .error(type: message[0], code: message[1], destination: destination, quoted: $0)
        }
    }
}
