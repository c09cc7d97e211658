import CLinux
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
    private let isColoured = Self.isColoured(STDERR_FILENO)

    private static func isColoured(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && getenv("NO_COLOR") == nil
    }

    /// Whether answers are read on a terminal, in colour.
    static var answersAreColoured: Bool { isColoured(STDOUT_FILENO) }

    /// Whether messages go to a terminal that can move its cursor.
    static var canRedraw: Bool {
        guard isColoured(STDERR_FILENO), let kind = getenv("TERM") else { return false }
        return kind.pointee != 0 && strcmp(kind, "dumb") != 0
    }

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

    /// False when nobody reads it any more.
    @discardableResult
    func answer(_ text: String) -> Bool { Self.write(text, to: STDOUT_FILENO) }

    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return linux_write_all(descriptor, bytes, bytes.count)
    }
}
