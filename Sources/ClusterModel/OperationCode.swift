/// How an action ended: the field's `S_OK` to `S_OOPS` (cluster-glue 1.0.12, stonith.h), and unknown.
public enum OperationCode: UInt32, Sendable, CaseIterable {
    case ok = 0
    case badConfig = 1
    case access = 2
    case invalid = 3
    case badHost = 4
    case resetFail = 5
    case timeout = 6
    case isOff = 7
    case oops = 8
    /// The command left and nobody knows what came of it. Never to be read as off.
    case unknown = 9

    /// The exit status of `stonith`: 0 to 8 as cluster-glue's. It has none for unknown; a caller that knows only
    /// 0 to 8 must take it for a failure, and of those it is nearest to a timeout.
    public var exitStatus: Int32 {
        switch self {
        case .ok, .badConfig, .access, .invalid, .badHost, .resetFail, .timeout, .isOff, .oops: Int32(rawValue)
        case .unknown: Int32(Self.timeout.rawValue)
        }
    }

    /// The stable word of `--json`.
    public var word: String {
        switch self {
        case .ok: "ok"
        case .badConfig: "bad-config"
        case .access: "access"
        case .invalid: "invalid"
        case .badHost: "bad-host"
        case .resetFail: "reset-fail"
        case .timeout: "timeout"
        case .isOff: "is-off"
        case .oops: "oops"
        case .unknown: "unknown"
        }
    }
}
