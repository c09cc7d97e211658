import ClusterModel

/// The cluster's properties, as far as they are about fencing.
struct PropertyTable {
    /// Both spellings; Pacemaker has the second since 3.0.2.
    private static let spellings = [
        "stonith-timeout": "stonith-timeout", "fencing-timeout": "stonith-timeout",
        "stonith-action": "stonith-action", "fencing-action": "stonith-action",
        "stonith-enabled": "stonith-enabled", "fencing-enabled": "stonith-enabled",
        "stonith-storm-limit": "stonith-storm-limit", "stonith-loop-limit": "stonith-loop-limit",
    ]
    private static let names = spellings.keys.sorted()

    private var seen: [String: Int] = [:]
    private(set) var timeoutMilliseconds: Int64?
    private(set) var timeoutPlace: (statement: Statement, word: Word)?
    private var action: AgentAction?
    private var limits = FenceLimits()

    /// `property [$id=ID | ID:] name=value …`
    mutating func read(_ statement: Statement, into report: inout Report) {
        for word in statement.words.dropFirst() {
            if word.text.hasPrefix("$id") || word.text.hasSuffix(":") && word.name == nil { continue }
            if word.isKeyword("rule") {
                report.add(
                    .warning, statement, word, "stonithd knows no rules for properties: this statement is left out",
                    advice: "give the properties of fencing without a rule")
                return
            }
            guard let name = word.name else {
                if Self.names.contains(word.text.lowercased()) {
                    report.add(
                        .mistake, statement, word, "the property \(word.text) has no value",
                        advice: "write \(word.text)=\"…\" without blanks around “=”")
                }
                continue
            }
            take(String(name), word, statement, into: &report)
        }
    }

    private mutating func take(_ name: String, _ word: Word, _ statement: Statement, into report: inout Report) {
        guard let meant = Self.spellings[name] else {
            if !Self.others.contains(name), let near = NearestName.of(name, among: Self.names) {
                report.add(.warning, statement, word, "unknown property \(name)", advice: "did you mean \(near)?")
            }
            return
        }
        let line = statement.line.place(word.range.lowerBound).line + 1
        if let first = seen[meant] {
            report.add(
                .mistake, statement, word, "\(meant) is set twice: line \(first) sets it", advice: "leave one of them")
            return
        }
        seen[meant] = line
        switch meant {
        case "stonith-timeout": takeTimeout(word, statement, into: &report)
        case "stonith-action": takeAction(word, statement, into: &report)
        case "stonith-storm-limit": takeLimit(word, \.storm, statement, into: &report)
        case "stonith-loop-limit": takeLimit(word, \.loop, statement, into: &report)
        default: takeEnabled(word, statement, into: &report)
        }
    }

    private static let others: Set<String> = [
        "fence-reaction", "fencing-reaction", "stonith-max-attempts", "fencing-max-attempts", "concurrent-fencing",
        "startup-fencing", "stonith-watchdog-timeout", "fencing-watchdog-timeout", "priority-fencing-delay",
    ]

    private mutating func takeTimeout(_ word: Word, _ statement: Statement, into report: inout Report) {
        guard let time = ScalarSyntax.milliseconds(word.value), time > 0 else {
            report.add(
                .mistake, statement, word, "stonith-timeout is no time above 0",
                advice: "write for example stonith-timeout=\"710s\"")
            return
        }
        (timeoutMilliseconds, timeoutPlace) = (time, (statement, word))
    }

    private mutating func takeAction(_ word: Word, _ statement: Statement, into report: inout Report) {
        switch word.value.lowercased() {
        case "reset", "reboot": action = .reset
        case "off", "poweroff": action = .off
        default:
            report.add(
                .mistake, statement, word, "stonith-action is neither reset nor off",
                advice: "write stonith-action=\"reset\" or stonith-action=\"off\"")
        }
    }

    private mutating func takeLimit(
        _ word: Word, _ path: WritableKeyPath<FenceLimits, FenceLimit?>, _ statement: Statement,
        into report: inout Report
    ) {
        let name = word.name.map(String.init) ?? ""
        guard word.value.lowercased() != "none" else {
            limits[keyPath: path] = nil
            return
        }
        guard let limit = ScalarSyntax.limit(word.value) else {
            return report.add(
                .mistake, statement, word, "\(name) is no number of fences in a time",
                advice: "write for example \(name)=\"10/1h\", or \(name)=none")
        }
        limits[keyPath: path] = limit
    }

    private func takeEnabled(_ word: Word, _ statement: Statement, into report: inout Report) {
        guard ["false", "no", "off", "n", "0"].contains(word.value.lowercased()) else { return }
        report.add(
            .warning, statement, word, "stonithd fences what it is asked to, whatever stonith-enabled says",
            advice: "do not run stonithd where nothing may be fenced")
    }

    func apply(to configuration: inout FencingConfiguration) {
        if let timeoutMilliseconds { configuration.timeoutMilliseconds = timeoutMilliseconds }
        if let action { configuration.action = action }
        configuration.limits = limits
    }
}
