/// What a success rests on, weakest first. Raw values are those of `enum stonith_evidence` in `stonith_plugin.h`.
public enum Evidence: UInt32, Sendable, Comparable, CaseIterable {
    case none = 0
    /// The target fell silent while a witness answered.
    case silent = 1
    /// The device accepted the command.
    case accepted = 2
    /// The power state was read back and is what was asked for.
    case readBack = 3

    public static func < (left: Evidence, right: Evidence) -> Bool { left.rawValue < right.rawValue }

    /// The stable word of `--json` and of messages.
    public var word: String {
        switch self {
        case .none: "none"
        case .silent: "silent"
        case .accepted: "accepted"
        case .readBack: "read-back"
        }
    }
}
