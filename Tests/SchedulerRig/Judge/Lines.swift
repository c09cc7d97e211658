/// Differences of lists of lines.
enum Lines {
    /// - Parameters: both in order.
    static func differing(_ theirs: [String], _ ours: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for line in theirs { counts[line, default: 0] += 1 }
        for line in ours { counts[line, default: 0] -= 1 }
        return counts.filter { $0.value != 0 }
            .sorted { ($0.key, $0.value) < ($1.key, $1.value) }
            .map { "\($0.value > 0 ? "-" : "+") \($0.key)" }
    }

    /// `arch:0_start_0` → `arch_start_0`; nodes and all else stay.
    static func withoutInstances(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let colon = rest.firstIndex(of: ":") {
            result += rest[..<colon]
            let after = rest[rest.index(after: colon)...]
            let digits = after.prefix { $0.isNumber }
            if digits.isEmpty { result += ":" }
            rest = after.dropFirst(digits.count)
        }
        return result + rest
    }

    /// What kinds of differences the lines are: without the names of resources and nodes, each once.
    static func kind(_ lines: [String]) -> String {
        var kinds: [String] = []
        for line in lines {
            let kind = line.split(separator: " ").map { word(String($0)) }.joined(separator: " ")
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds.sorted().prefix(4).joined(separator: "; ") + (kinds.count > 4 ? "; …" : "")
    }

    private static let tasks = [
        "_monitor_0", "_start_0", "_stop_0", "_delete_0", "_running_0", "_stopped_0", "_clear_failcount_0", "_cancel_",
        "_monitor_", "_confirmed",
    ]

    /// Words that are not names.
    private static let plain: Set = [
        "-", "+", "<", "node", "resource", "on", "online", "standby", "standby_onfail", "maintenance", "pending",
        "unclean", "shutdown", "expected_up", "is_dc", "orphaned", "blocked", "managed", "failed", "failure_ignored",
        "Started", "Stopped", "Unknown", "Starting", "Stopping",
    ]

    private static func word(_ word: String) -> String {
        if plain.contains(word) || word.hasPrefix("pcmk__") { return word }
        if word.hasPrefix("stonith-") { return "stonith" }
        if word.hasPrefix("do_shutdown") { return "do_shutdown" }
        return tasks.first { word.contains($0) }.map { String($0.dropFirst()) } ?? "·"
    }
}
