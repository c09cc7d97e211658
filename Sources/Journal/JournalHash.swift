/// A SHA-256 as it stands in the journal: 64 hexadecimal digits in lower case.
public struct JournalHash: Sendable, Hashable, CustomStringConvertible {
    public static let digits = 64

    /// ASCII, `digits` of them.
    public let bytes: [UInt8]

    /// What the first entry ever names as the one before it.
    public static let none = JournalHash(unchecked: [UInt8](repeating: UInt8(ascii: "0"), count: digits))

    /// Nil where these are not 64 hexadecimal digits in lower case.
    public init?(hex: some Collection<UInt8>) {
        guard hex.count == Self.digits, hex.allSatisfy(Self.isDigit) else { return nil }
        bytes = Array(hex)
    }

    /// - Parameter digest: the 32 bytes of a SHA-256.
    public init(digest: some Collection<UInt8>) {
        precondition(digest.count * 2 == Self.digits, "a SHA-256 has 32 bytes")
        var hex: [UInt8] = []
        hex.reserveCapacity(Self.digits)
        for byte in digest {
            hex.append(Self.digit(byte >> 4))
            hex.append(Self.digit(byte & 15))
        }
        bytes = hex
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    public var description: String { String(decoding: bytes, as: UTF8.self) }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

/// SHA-256 of some bytes. It is handed in, so that the daemon, which only reads, needs no libcrypto.
public typealias JournalDigest = (ArraySlice<UInt8>) -> JournalHash
