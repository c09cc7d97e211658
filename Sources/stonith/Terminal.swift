import Glibc

/// Where messages and answers go: answers to stdout, messages to stderr, with colour only for a terminal.
struct Terminal {
    enum Level: String {
        case info
        case warning = "WARN"
        case error = "ERROR"

        fileprivate var colour: String {
            switch self {
            case .info: "32"
            case .warning: "33"
            case .error: "31"
            }
        }
    }

    var isSilent = false
    private let isColoured = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil

    /// One line with its level in front, as cluster-glue's log lines on a terminal. Silence (-s) drops it.
    func message(_ level: Level, _ text: String) {
        guard !isSilent else { return }
        let word = isColoured ? "\u{1B}[\(level.colour)m\(level.rawValue):\u{1B}[0m" : "\(level.rawValue):"
        Self.write("\(word) \(Self.plain(text))\n", to: STDERR_FILENO)
    }

    /// Texts of agents and BMCs are shown, not obeyed: a control character becomes a `?`.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 && scalar != "\t" || (0x7F..<0xA0).contains(scalar.value)
            result.append(isControl ? "?" : scalar)
        }
        return String(result)
    }

    func error(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    func answer(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
