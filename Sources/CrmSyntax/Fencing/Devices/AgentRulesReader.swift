import ClusterModel

/// How a device's actions are carried out: `pcmk_ACTION_action`, `_timeout` and `_retries`, and `pcmk_action_limit`.
struct AgentRulesReader {
    private let values: DeviceValues
    private let type: DeviceType
    private var rules: AgentRules

    static func read(_ values: DeviceValues, into device: inout DeviceConfiguration, _ report: inout Report) {
        var reader = AgentRulesReader(values, device)
        for action in AgentAction.allCases {
            guard let word = action.pacemakerWord else { continue }
            reader.takeWord(action, word, &report)
            let what = "one \(word)"
            reader.rules.timeoutsMilliseconds[action] = values.span("pcmk_\(word)_timeout", for: what, &report)
            reader.rules.retries[action] = values.number(
                "pcmk_\(word)_retries", in: 0...retriesMax,
                "write how often \(word) is tried in all, such as 2; 1 is once", &report)
        }
        reader.takeLimit(&report)
        device.agentRules = reader.rules
        reader.takeDelays(&device, &report)
    }

    private static let retriesMax = 100
    private static let limitMax = 10_000

    private init(_ values: DeviceValues, _ device: DeviceConfiguration) {
        (self.values, type, rules) = (values, device.type, device.agentRules)
    }

    /// Names of today and, where Pacemaker once had others, of then.
    static let names: Set<String> = Set(
        AgentAction.allCases.compactMap(\.pacemakerWord).flatMap { word in
            ["action", "timeout", "retries"].map { "pcmk_\(word)_\($0)" }
        } + Array(oldNames.values) + ["pcmk_action_limit"])

    private static let oldNames: [AgentAction: String] = [
        .off: "pcmk_poweroff_action", .status: "pcmk_monitor_cmd", .list: "pcmk_list_cmd", .probe: "pcmk_status_cmd",
    ]

    // MARK: Words

    /// What RHCS agents have beside power: nothing else may stand where something is only asked.
    private static let askers: Set<String> = [
        "monitor", "status", "list", "list-status", "metadata", "validate-all", "manpage",
    ]
    /// Words for power, and the action that each does. Nil stands for none of ours: `diag` is an NMI.
    private static let switchers: [String: AgentAction?] = [
        "reboot": .reset, "reset": .reset, "cycle": .reset, "powercycle": .reset, "off": .off, "poweroff": .off,
        "disable": .off, "on": .on, "poweron": .on, "enable": .on, "diag": nil,
    ]

    private mutating func takeWord(_ action: AgentAction, _ word: String, _ report: inout Report) {
        var name = "pcmk_\(word)_action"
        if let old = Self.oldNames[action], values[old] != nil {
            if values[name] != nil {
                values.mistake(old, "\(old) and \(name) say the same", "leave one of them", &report)
            } else {
                name = old
            }
        }
        guard let given = values[name]?.text.lowercased() else { return }
        if given == word || action == .reset && given == "reset" { return }
        guard let written = values[name]?.text, NameByte.areAll(written) else {
            return values.mistake(name, "\(name) is no action", "write for example \(name)=\"\(word)\"", &report)
        }
        if action.changesPower ? !canStand(given, for: action) : !Self.askers.contains(given) {
            return explain(name, given, action, &report)
        }
        guard type.isAgent || action == .reset && given == "off" else {
            return values.warn(
                name, "only fence_ agents are asked in other words: \(name) is left out", "remove it", &report)
        }
        rules.actionWords[action] = given == "off" ? given : written
    }

    /// A reset may end with the node off. What else an agent calls one of its own is its affair.
    private func canStand(_ word: String, for action: AgentAction) -> Bool {
        if Self.askers.contains(word) { return false }
        guard let meant = Self.switchers[word.filter { $0 != "-" && $0 != "_" }] else { return true }
        return meant == action || action == .reset && word == "off"
    }

    private func explain(_ name: String, _ given: String, _ action: AgentAction, _ report: inout Report) {
        let (text, advice) =
            action.changesPower
            ? ("\(name)=\(given) would report a success for something else", "remove it, or write the agent's own word")
            : (
                "\(name)=\(given) might switch a node's power to find something out",
                "remove it, or write monitor or status"
            )
        values.mistake(name, text, advice, &report)
    }

    // MARK: Limits and delays

    private mutating func takeLimit(_ report: inout Report) {
        let advice = "write how many actions the device can do at once, or -1 for any number"
        guard let limit = values.number("pcmk_action_limit", in: -1...Self.limitMax, advice, &report) else { return }
        if limit == 0 {
            values.mistake("pcmk_action_limit", "a pcmk_action_limit of 0 lets the device do nothing", advice, &report)
        } else {
            rules.actionLimit = limit
        }
    }

    private func takeDelays(_ device: inout DeviceConfiguration, _ report: inout Report) {
        let (base, most) = ("pcmk_delay_base", "pcmk_delay_max")
        if values[base]?.text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) == true {
            device.agentRules.delaysMilliseconds = delayMap(base, &report)
        } else {
            device.delayBaseMilliseconds = values.time(base, &report) ?? 0
        }
        device.delayMaxMilliseconds = values.time(most, &report) ?? 0
        let least = device.agentRules.delaysMilliseconds.values.max() ?? 0
        if values[most] != nil, device.delayMaxMilliseconds < max(device.delayBaseMilliseconds, least) {
            values.mistake(
                most, "pcmk_delay_max is less than pcmk_delay_base", "it is the longest delay, the base included",
                &report)
        }
    }

    /// `pm01:5s;pm02:10s` (Pacemaker 2.1.2).
    private func delayMap(_ name: String, _ report: inout Report) -> [NodeName: Int64] {
        guard let value = values[name] else { return [:] }
        let map = HostMap(value.text)
        for flaw in map.flaws { values.mistake(name, "\(name): \(flaw.text)", flaw.advice, &report) }
        var delays: [NodeName: Int64] = [:]
        for entry in map.entries {
            guard let node = NodeName(entry.node), delays[node] == nil, entry.values.count == 1,
                let time = ScalarSyntax.milliseconds(entry.values[0])
            else {
                values.mistake(
                    name, "\(name): “\(entry.node.prefix(40))” is no node with one time, named once",
                    "write for example pcmk_delay_base=\"pm01:5s;pm02:0s\"", &report)
                continue
            }
            delays[node] = time
        }
        return delays
    }
}
