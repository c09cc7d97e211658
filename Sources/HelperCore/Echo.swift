/// One echo request, or the answer to it. Identifier, sequence and payload are what an answer returns (RFC 792,
/// RFC 4443 4.1).
public struct Echo: Equatable, Sendable {
    public var identifier: UInt16
    public var sequence: UInt16
    public var payload: [UInt8]

    public init(identifier: UInt16, sequence: UInt16, payload: [UInt8]) {
        self.identifier = identifier
        self.sequence = sequence
        self.payload = payload
    }

    /// - Parameter bytes: from the identifier on.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= 4 else { return nil }
        let bytes = Array(bytes)
        identifier = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        sequence = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        payload = Array(bytes[4...])
    }

    /// The whole ICMP message of a request. The kernel computes the checksum of ICMPv6 itself.
    public func request(_ family: EchoAddress.Family) -> [UInt8] {
        let isOld = family == .v4
        var message: [UInt8] = [isOld ? ICMPMessage.V4.request : ICMPMessage.V6.request, 0, 0, 0]
        message += [UInt8(identifier >> 8), UInt8(identifier & 0xFF), UInt8(sequence >> 8), UInt8(sequence & 0xFF)]
        message += payload
        if isOld {
            let sum = Self.checksum(message)
            (message[2], message[3]) = (UInt8(sum >> 8), UInt8(sum & 0xFF))
        }
        return message
    }

    /// The Internet checksum (RFC 1071). Over a message with its right checksum it is 0.
    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() { sum &+= index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return ~UInt16(sum)
    }
}
