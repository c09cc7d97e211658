/// The name of a cluster node: 1 to 255 of `A-Z a-z 0-9 . _ -`, compared and kept in lower case.
///
/// Names reach child processes as arguments and file names, so nothing else is let in; cluster-glue's `stonith`
/// lower-cases every host name before use (main.c, 1.0.12).
public struct NodeName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Nil when the text is not a node name.
    public init?(_ text: String) {
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text.lowercased()
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
