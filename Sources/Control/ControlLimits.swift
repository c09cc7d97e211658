import Wire

/// What the daemon's socket allows (docs/PROTOCOL.md, part one).
public enum ControlLimits {
    /// The versions of the protocol that this release speaks.
    public static let versions: [Int64] = [1]

    /// A line to the daemon, and one from it, without its end.
    public static let requestBytesMax = 64 * 1024
    public static let answerBytesMax = 1024 * 1024
    public static let depthMax = 8

    public static let tagBytesMax = 64
    public static let reasonBytesMax = 1024
    public static let clientBytesMax = 128
    public static let terminalBytesMax = 64
    public static let deviceBytesMax = 255
    public static let timeoutMillisecondsMax: Int64 = 24 * 3600 * 1000
    public static let historyEntriesMax: Int64 = 1000

    static let request = JSONValue.Bounds(bytesMax: requestBytesMax, depthMax: depthMax)
    static let answer = JSONValue.Bounds(bytesMax: answerBytesMax, depthMax: depthMax)
}
