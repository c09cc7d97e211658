/// What a capturing process tells the daemon, one line each, and only when it changes.
public enum CaptureReport: Equatable, Sendable {
    /// The console's session stands.
    case captured
    /// It does not, and why; it is tried again.
    case waiting(String)

    /// With the line's end.
    public var bytes: [UInt8] {
        switch self {
        case .captured: Array("captured\n".utf8)
        case .waiting(let reason): Array("waiting ".utf8) + reason.utf8.filter { $0 >= 0x20 } + [UInt8(ascii: "\n")]
        }
    }

    /// - Parameter line: without its end.
    public init?(_ line: some Collection<UInt8>) {
        let text = String(decoding: line, as: UTF8.self)
        if text == "captured" {
            self = .captured
        } else if text.hasPrefix("waiting ") {
            self = .waiting(String(text.dropFirst("waiting ".count)))
        } else {
            return nil
        }
    }
}
