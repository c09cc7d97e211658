/// The name of a request, chosen by whoever asks, so that it can ask again for the same one: 1 to 64 of
/// `A-Z a-z 0-9 . _ -`.
public struct RequestID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    /// Nil when the text is not such a name.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    public static func < (left: RequestID, right: RequestID) -> Bool { left.description < right.description }
}
