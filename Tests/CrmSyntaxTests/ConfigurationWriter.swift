import ClusterModel
import TestRig

/// Makes a configuration and its text from a seed.
struct ConfigurationWriter {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func pick<T>(_ from: [T]) -> T { from[Int.random(in: from.indices, using: &random)] }

    private mutating func quoted(_ value: String) -> String {
        let escaped = value.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        let isPlain = !value.isEmpty && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        var ways = ["\"" + escaped + "\""]
        if isPlain { ways.append(value) }
        if !value.contains("'") { ways.append("'\(value)'") }
        return pick(ways)
    }

    private mutating func blank() -> String { pick([" ", " ", "  ", "\t", " \\\n", " \\\n    ", "\\\n  \\\n "]) }

    private mutating func time(_ seconds: Int64) -> String {
        pick(["\(seconds)", "\(seconds)s", "\(seconds * 1000)ms", "PT\(seconds)S", "\(seconds)sec"])
    }

    private mutating func join(_ words: [String]) -> String {
        var text = ""
        for (index, word) in words.enumerated() { text += (index == 0 ? "" : separator()) + word }
        return text + pick(["\n", "  \n", "\n\n# note\n", "\r\n", " # a note\n"])
    }

    /// A backslash alone parts nothing: crmsh strips the blanks of the line that follows.
    private mutating func separator() -> String {
        let blank = blank()
        return blank.first == "\\" ? " " + blank : blank
    }

    mutating func write() -> (String, FencingConfiguration) {
        var configuration = FencingConfiguration()
        let nodes = (1...Int.random(in: 1...4, using: &random)).compactMap { NodeName("pm0\($0)") }
        var lines: [String] = []
        for node in nodes { lines.append(join([pick(["node", "NODE"]), node.description])) }
        var bans: [String] = []
        for (number, node) in nodes.enumerated() {
            let group = Bool.random(using: &random) ? "grp\(number)" : nil
            let count = Int.random(in: 1...3, using: &random)
            var devices = (1...count).map { device("st\(number)-\($0)", node, &lines) }
            if let group {
                lines.insert(
                    join(["group", group] + devices.map(\.id)), at: Int.random(in: 0...lines.count, using: &random))
                bans.append(ban(of: group, &devices))
            }
            for index in devices.indices { devices[index].group = group }
            configuration.devices += devices
        }
        configuration.nodes = nodes
        configuration.timeoutMilliseconds = Int64.random(in: 1...5000, using: &random) * 1000
        configuration.action = pick([.reset, .off])
        lines.append(property(configuration))
        lines += bans
        if Bool.random(using: &random) { lines.append(topology(&configuration)) }
        return (lines.joined(), configuration)
    }

    private mutating func device(_ id: String, _ node: NodeName, _ lines: inout [String]) -> DeviceConfiguration {
        let types = ["external/ipmi", "meatware", "null", "script/x", "fence_apc"].compactMap { DeviceType($0) }
        var device = DeviceConfiguration(id: id, type: pick(types), targets: .listed([node]))
        device.priority = Int.random(in: -2...9, using: &random)
        let (seconds, base) = (Int64.random(in: 1...900, using: &random), Int64.random(in: 0...9, using: &random))
        (device.timeoutMilliseconds, device.delayBaseMilliseconds) = (seconds * 1000, base * 1000)
        device.delayMaxMilliseconds = base * 2000
        let values = ["x", "", "a b", "`hostname`", "say \"no\"", "back\\slash", "it's", "#x", "a=b", "日本 語"]
        let extra = (0..<Int.random(in: 0...4, using: &random)).map {
            Parameter(name: "p\($0)", value: Secret(pick(values)))
        }
        device.parameters = [Parameter(name: "hostlist", value: Secret(node.description))] + extra
        let own =
            [
                "priority=\(quoted("\(device.priority)"))", "stonith-timeout=\(quoted(time(seconds)))",
                "pcmk_delay_base=\(time(base))", "pcmk_delay_max=\(time(base * 2))",
            ].shuffled(using: &random) + rules(node, &device)
        var words =
            [pick(["primitive", "Primitive"]), id, "stonith:\(device.type)"] + pick([["params"], [], ["PARAMS"]])
        words += own + device.parameters.map { "\($0.name)=\(quoted($0.value.reveal()))" }
        let unfences = device.agentRules.providesUnfencing
        words +=
            unfences
            ? pick([
                ["meta", "provides=unfencing"], ["op", "monitor", "interval=9s", "meta", "provides=\"unfencing\""],
            ])
            : pick([[], ["op", "monitor", "interval=3600s"], ["meta", "target-role=Started", "op", "start"]])
        lines.append(join(words))
        return device
    }

    /// What Pacemaker's parameters say, as they are written.
    private mutating func rules(_ node: NodeName, _ device: inout DeviceConfiguration) -> [String] {
        guard device.type.isAgent else { return [] }
        var (rules, words) = (AgentRules(), [String]())
        var plugs = [pick(["1", "a b", "x:y", "p=q", "ö;", "back\\slash", "c,d"]), "2"].shuffled(using: &random)
        if Bool.random(using: &random) { plugs.removeLast() }
        rules.plugs[node] = plugs
        let escaped = plugs.map { plug in plug.map { " :=;,\\\t".contains($0) ? "\\\($0)" : "\($0)" }.joined() }
        let map = "\(node)\(pick([":", "="]))\(escaped.joined(separator: ","))\(pick(["", ";", " "]))"
        words.append("pcmk_host_map=\(quoted(map))")
        for (action, word) in [(AgentAction.reset, "reboot"), (.off, "off"), (.on, "on"), (.status, "monitor")] {
            let (seconds, count) = (Int64.random(in: 1...99, using: &random), Int.random(in: 0...9, using: &random))
            if Bool.random(using: &random) {
                rules.timeoutsMilliseconds[action] = seconds * 1000
                words.append("pcmk_\(word)_timeout=\(quoted(time(seconds)))")
            }
            if Bool.random(using: &random) {
                rules.retries[action] = count
                words.append("pcmk_\(word)_retries=\(count)")
            }
        }
        if Bool.random(using: &random) {
            rules.actionWords[.reset] = "off"
            words.append("pcmk_reboot_action=" + pick(["off", "\"OFF\""]))
        }
        rules.actionLimit = pick([1, 2, -1])
        words.append("pcmk_action_limit=\(rules.actionLimit)")
        rules.providesUnfencing = Bool.random(using: &random)
        device.agentRules = rules
        return words.shuffled(using: &random)
    }

    private mutating func ban(of group: String, _ devices: inout [DeviceConfiguration]) -> String {
        guard let node = NodeName("pm01") else { return "" }
        let isElsewhere = Bool.random(using: &random)
        for index in devices.indices { devices[index].bans = [isElsewhere ? .everywhereBut(node) : .on(node)] }
        let score = pick(["-INFINITY:", "-inf:", "-Infinity:", "-1000000:"])
        let rule =
            ["rule"] + pick([[], ["$id=\"r-\(group)\""]]) + [score, "#uname", isElsewhere ? "ne" : "eq", "pm01"]
        return join(["location", "l-\(group)", group] + (isElsewhere ? rule : pick([rule, [score, "pm01"]])))
    }

    private mutating func property(_ configuration: FencingConfiguration) -> String {
        let seconds = time(configuration.timeoutMilliseconds / 1000)
        let action = configuration.action == .reset ? pick(["reboot", "reset"]) : "off"
        return join(
            ["property"] + pick([[], ["$id=\"cib-bootstrap-options\""], ["cib-bootstrap-options:"]]) + [
                pick(["stonith-timeout", "fencing-timeout"]) + "=" + quoted(seconds), "no-quorum-policy=ignore",
                pick(["stonith-action", "fencing-action"]) + "=" + action,
            ])
    }

    private mutating func topology(_ configuration: inout FencingConfiguration) -> String {
        let target = pick([nil, configuration.nodes.first])
        let usable = configuration.devices.filter { device in
            guard let target, case .listed(let nodes) = device.targets else { return true }
            return nodes.contains(target)
        }
        let ids = usable.map(\.id).shuffled(using: &random)
        var words = [pick(["fencing_topology", "fencing-topology"])]
        if let target { words.append("\(target):") }
        for (index, id) in ids.enumerated() {
            let devices = index == 0 ? ids.prefix(2) : [id]
            words.append(devices.joined(separator: ","))
            configuration.topology.append(.init(target: target, index: index + 1, devices: Array(devices)))
        }
        return join(words)
    }
}
