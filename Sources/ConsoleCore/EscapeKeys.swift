/// What a person types, between the terminal and the console: `~` at the beginning of a line commands this program, as
/// with ssh(1).
public struct EscapeKeys {
    /// What is to be done, in this order.
    public enum Step: Equatable {
        case send([UInt8])
        /// A break, as the magic SysRq key on a serial line wants.
        case sendBreak
        case showHelp
        case end
    }

    private static let tilde = UInt8(ascii: "~")
    private var isAtLineStart = true
    private var hasTilde = false

    public init() {}

    public mutating func type(_ bytes: some Sequence<UInt8>) -> [Step] {
        var steps: [Step] = []
        for byte in bytes {
            let step = type(byte)
            if case .send(let more)? = step, case .send(let before)? = steps.last {
                steps[steps.count - 1] = .send(before + more)
            } else if let step {
                steps.append(step)
            }
            if step == .end { break }
        }
        return steps
    }

    private mutating func type(_ byte: UInt8) -> Step? {
        guard hasTilde else {
            hasTilde = isAtLineStart && byte == Self.tilde
            isAtLineStart = byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
            return hasTilde ? nil : .send([byte])
        }
        hasTilde = false
        switch byte {
        case UInt8(ascii: "."): return .end
        case UInt8(ascii: "?"), UInt8(ascii: "B"):
            isAtLineStart = true
            return byte == UInt8(ascii: "?") ? .showHelp : .sendBreak
        case Self.tilde: return .send([byte])
        default:
            isAtLineStart = byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
            return .send([Self.tilde, byte])
        }
    }
}
