/// One line of the log, in the words that tools grep, and where there are such, in those for people.
struct LogLine: Equatable {
    enum Level: String {
        case info
        case warning = "WARN"
        case error = "ERROR"
        case critical = "CRIT"
    }

    var level: Level
    var text: String
    /// For the readable log; nil for what an operator need not see there.
    var readable: String?

    init(_ level: Level, _ text: String, readable: String? = nil) {
        self.level = level
        self.text = text
        self.readable = readable
    }

    /// `Mar 30 14:43:09 pm02 stonithd: [735]: info: …`: ha-log's form (cluster-glue, cl_log.c, with syslogmsgfmt).
    func haLog(_ stamp: String, node: String, pid: Int32) -> String {
        "\(stamp) \(node) stonithd: [\(pid)]: \(level.rawValue): \(Self.plain(text))"
    }

    /// `Mar 30 14:43:09 pm02 info: …`
    func readableLog(_ stamp: String, node: String) -> String? {
        readable.map { "\(stamp) \(node) \(level.rawValue): \(Self.plain($0))" }
    }

    /// Texts of agents and callers are shown, not obeyed: a control character becomes a `?`.
    private static func plain(_ text: String) -> String {
        // Plain ASCII, as nearly all are, needs no look at its characters.
        guard text.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isControl(scalar) ? "?" : scalar) }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }
}
