import ClusterModel
import FencingCore

/// The notation of devices and topologies in scenarios.
enum ScenarioDevice {
    /// `stonith1-2 external/ipmi power targets=pm01,pm02 priority=2 timeout=60s delay=5s delay-max=9s banned`
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
        return FencingDevice(configuration, kind: try kind(line.text(1)), learntTargets: [], localNode: localNode)
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
