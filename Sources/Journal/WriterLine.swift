/// What goes through the pipes to the writer (`stonith-journal --write`): one line each, its kind in front.
public enum WriterLine {
    public enum Kind: UInt8, Sendable {
        case log = 76  // L
        case readable = 82  // R
        case journal = 74  // J
        case console = 67  // C
    }

    private static let blank = UInt8(ascii: " ")
    /// No plain text has it.
    private static let lineEnd: UInt8 = 1

    /// What stands behind the kind of a console's line: the name of its file, and its text.
    ///
    /// - Parameter text: without control characters but tabs and line ends.
    public static func console(name: String, _ text: String) -> [UInt8] {
        Array(name.utf8) + [blank] + text.utf8.map { $0 == UInt8(ascii: "\n") ? lineEnd : $0 }
    }

    /// Reads that; nil where the name is not one of a file in its folder.
    public static func console(_ line: ArraySlice<UInt8>) -> (name: String, text: [UInt8])? {
        guard let end = line.firstIndex(of: blank), end > line.startIndex, line.first != UInt8(ascii: "."),
            !line[..<end].contains(UInt8(ascii: "/"))
        else { return nil }
        let text = line[(end + 1)...].map { $0 == lineEnd ? UInt8(ascii: "\n") : $0 }
        return (String(decoding: line[..<end], as: UTF8.self), text)
    }

    /// A line of the journal, with its end: `J7 {…}`.
    ///
    /// - Parameter body: a JSON object on one line.
    public static func journal(token: UInt64, _ body: some Collection<UInt8>) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(body.count + 24)
        line.append(Kind.journal.rawValue)
        line += "\(token) ".utf8
        line += body
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// Reads what stands behind the kind; nil where it is no entry.
    public static func entry(_ text: ArraySlice<UInt8>) -> (token: UInt64, body: ArraySlice<UInt8>)? {
        guard let blank = text.firstIndex(of: UInt8(ascii: " ")),
            let token = UInt64(String(decoding: text[..<blank], as: UTF8.self))
        else { return nil }
        let body = text[(blank + 1)...]
        guard body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") else { return nil }
        return (token, body)
    }
}

/// What the writer answers, one line each.
public enum WriterReply: Sendable, Equatable {
    /// `A7`: every entry up to this token is on disk.
    case durable(UInt64)
    /// `E…`: the journal cannot be written now, and why. It is tried again until a `durable`.
    case failed(String)

    /// With the line's end.
    public var bytes: [UInt8] {
        let text =
            switch self {
            case .durable(let token): "A\(token)"
            case .failed(let reason): "E\(reason)"
            }
        return text.utf8.filter { $0 >= 0x20 } + [UInt8(ascii: "\n")]
    }

    /// - Parameter line: Without its end.
    public init?(_ line: some Collection<UInt8>) {
        let text = String(decoding: line.dropFirst(), as: UTF8.self)
        switch line.first {
        case UInt8(ascii: "A"):
            guard let token = UInt64(text) else { return nil }
            self = .durable(token)
        case UInt8(ascii: "E"): self = .failed(text)
        default: return nil
        }
    }
}
