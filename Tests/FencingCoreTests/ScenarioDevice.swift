import ClusterModel
import FencingCore

/// The notation of devices and topologies in scenarios.
enum ScenarioDevice {
    /// `stonith1-2 external/ipmi power targets=pm01,pm02 priority=2 timeout=60s delay=5s delay-max=9s banned`
    ///
    /// Of `pcmk_…`: `plugs=pm01:1,2;pm02:3 limit=2 tries=2 off-timeout=5s reset-word=off`; of an agent's metadata:
    /// `actions=off,on,status automatic on-target`.
    static func device(_ line: ScenarioLine, localNode: NodeName) throws -> FencingDevice {
        guard let type = DeviceType(try line.text(0)) else {
            throw ScenarioLine.Mistake(description: "\(line.word) has no device type")
        }
        var configuration = DeviceConfiguration(id: line.word, type: type)
        configuration.targets = .listed(try targets(line))
        configuration.priority = line.values["priority"].flatMap(Int.init) ?? 0
        configuration.timeoutMilliseconds = try line.values["timeout"].map(ScenarioLine.milliseconds)
        configuration.delayBaseMilliseconds = try line.milliseconds("delay", or: 0)
        configuration.delayMaxMilliseconds = try line.milliseconds("delay-max", or: 0)
        if line.has("banned") { configuration.bans = [.on(localNode)] }
        configuration.agentRules = try rules(line)
        return FencingDevice(
            configuration, kind: try kind(line.text(1)), learntTargets: [], localNode: localNode, facts: facts(line))
    }

    private static func rules(_ line: ScenarioLine) throws -> AgentRules {
        var rules = AgentRules()
        for entry in (line.values["plugs"] ?? "").split(separator: ";") {
            let parts = entry.split(separator: ":")
            rules.plugs[try ScenarioLine.node(String(parts[0]))] = parts[1].split(separator: ",").map(String.init)
        }
        rules.actionLimit = line.values["limit"].flatMap(Int.init) ?? 1
        rules.providesUnfencing = line.has("unfences")
        for action in [AgentAction.reset, .off, .on, .status] {
            rules.retries[action] = line.values["tries"].flatMap(Int.init)
            rules.timeoutsMilliseconds[action] = try line.values["\(action.name)-timeout"].map(
                ScenarioLine.milliseconds)
            rules.actionWords[action] = line.values["\(action.name)-word"]
        }
        return rules
    }

    private static func facts(_ line: ScenarioLine) -> AgentFacts? {
        guard let actions = line.values["actions"] else { return nil }
        return AgentFacts(
            actions: Set(actions.split(separator: ",").map(String.init)), onIsAutomatic: line.has("automatic"),
            onRunsOnTarget: line.has("on-target"))
    }

    private static func targets(_ line: ScenarioLine) throws -> [NodeName] {
        try (line.values["targets"] ?? "").split(separator: ",").map { try ScenarioLine.node(String($0)) }
    }

    private static func kind(_ word: String) throws -> DeviceKind {
        switch word {
        case "check": return .check
        case "person": return .person
        case "power": return .power(evidenceMax: .readBack)
        case "script": return .power(evidenceMax: .accepted)
        default: throw ScenarioLine.Mistake(description: "\(word) is no kind; power, script, check and person are")
        }
    }

    /// `pm01 1 pdu-a pdu-b`; `*` is every node.
    static func level(_ line: ScenarioLine) throws -> FencingConfiguration.TopologyLevel {
        guard let index = Int(try line.text(0)) else {
            throw ScenarioLine.Mistake(description: "\(line.word): a level has a number")
        }
        return .init(
            target: line.word == "*" ? nil : try ScenarioLine.node(line.word), index: index,
            devices: Array(line.words.dropFirst()))
    }
}
