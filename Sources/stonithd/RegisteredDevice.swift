import Agents
import ClusterModel
import DeviceParameters
import Execution
import FencingCore
import Runtime
import Wire

/// A device with what the daemon has learnt of it since it was configured.
struct RegisteredDevice {
    var loaded: LoadedConfiguration.Device
    /// Of its configuration.
    let generation: UInt64
    var server: AgentServer?
    /// What its plugin or agent says of itself.
    var description: DeviceDescription?
    /// The nodes that the configuration knows of.
    var nodes: [NodeName] = []
    /// The nodes it named when it was asked; nil as long as it has not answered.
    var learntTargets: [NodeName]?
    /// When it was last asked to list its nodes.
    var askedForList: Instant?
    /// Its list is on its way, or will be.
    var awaitsList = true
    /// What it calls nodes whose names it spells in its own way.
    var learntPlugs: [NodeName: [String]] = [:]
    /// What it asked to have remembered, by name.
    var hints: [String: String] = [:]
    var lastOutcome: AgentOutcome?
    var lastUnixMilliseconds: Int64?

    var configuration: DeviceConfiguration { loaded.configuration }

    /// An external script's success is the word of an exit status. A plugin that has not been loaded yet is taken for
    /// the most it may turn out to be; without it nothing succeeds anyway.
    var kind: DeviceKind {
        if case .script = loaded.agent { return .power(evidenceMax: .accepted) }
        if let agent { return .power(evidenceMax: agent.evidenceMax(configuration.agentRules)) }
        return description?.kind ?? Self.expectedKind[configuration.type.description] ?? .power(evidenceMax: .readBack)
    }

    /// Of the toolkit's own, before they are loaded: a person is asked even then.
    private static let expectedKind: [String: DeviceKind] = ["meatware": .person, "external/stonith-helper": .check]

    /// Why nothing can be asked of it.
    var problem: String? {
        if let problem = loaded.problem { return problem }
        if let agent, RHCSAgent.provesNothing(agent.type) {
            return RHCSAgent.Refusal.provesNothing(agent.type).text
        }
        if let misdirection = agent?.misdirection(of: configuration) { return misdirection }
        guard let known = description?.parameters.map(\.name) else { return nil }
        let unknown = loaded.parameters.map(\.name).first { !known.contains($0) }
        return unknown.map { "\(configuration.type) has no parameter \($0) (stonith -t \(configuration.type) -n)" }
    }

    func fencing(on node: NodeName) -> FencingDevice {
        var configuration = configuration
        configuration.agentRules.plugs.merge(learntPlugs) { given, _ in given }
        return FencingDevice(
            configuration, kind: kind, learntTargets: learntTargets ?? [], localNode: node, generation: generation,
            facts: agent?.facts)
    }

    /// Nil for a plugin or script, and as long as its metadata cannot be had.
    var agent: RHCSAgent? { loaded.profile.map { RHCSAgent(configuration.type, $0.facts) } }

    /// The parameters whose value begins with the name of a host, and that name.
    var hosts: [(parameter: String, host: String)] {
        let marked = Set((description?.parameters ?? []).filter(\.isHost).map(\.name))
        return loaded.parameters.filter { marked.contains($0.name) }.compactMap { parameter in
            HostNames.name(in: parameter.value.reveal()).map { (parameter.name, $0) }
        }
    }

    /// Whether what its node says on the serial console is to be kept. The script of the same name has no console.
    var capturesConsole: Bool {
        guard case .native = loaded.agent, configuration.type.description == "external/ipmi", problem == nil else {
            return false
        }
        let parameters = ParameterReader { name in loaded.parameters.first { $0.name == name }?.value.reveal() }
        return (try? parameters.isSet("sol_capture")) == true
    }

    func controls(_ node: NodeName) -> Bool {
        switch configuration.targets {
        case .listed(let nodes): nodes.contains(node)
        case .askAgent: learntTargets?.contains(node) == true
        }
    }

    /// What its agent is given.
    ///
    /// - Parameter addresses: of names of hosts, as far as they are known.
    func parameters(addresses: [String: String]) -> [Parameter] {
        let resolved =
            addresses.isEmpty
            ? []
            : hosts.compactMap { parameter, host in
                addresses[host].map { Parameter(name: "resolved.\(parameter)", value: Secret($0)) }
            }
        let remembered = hints.sorted { $0.key < $1.key }.map {
            Parameter(name: "remembered.\($0.key)", value: Secret($0.value))
        }
        return loaded.parameters + remembered + resolved
    }

    func order(_ order: ActionOrder, addresses: [String: String]) -> ExecRequest.Order {
        ExecRequest.Order(
            action: order.action, leavesOff: order.leavesOff,
            target: (agent == nil ? order.plug : nil) ?? order.target?.description ?? "",
            deadlineMilliseconds: order.deadline.milliseconds, parameters: parameters(addresses: addresses))
    }

    /// How an RHCS agent is asked; nil for a plugin or script.
    func request(_ order: ActionOrder) throws(RHCSAgent.Refusal) -> RHCSRequest? {
        try agent?.request(
            order.action, target: order.target, plug: order.plug, parameters: loaded.parameters,
            rules: configuration.agentRules)
    }

    /// The values that must not be seen: what the plugin's table calls secret, and what is called like one.
    var secrets: [Secret] {
        let marked = Set((description?.parameters ?? []).filter(\.isSecret).map(\.name))
        return loaded.parameters.filter { marked.contains($0.name) || Parameter.isSecret($0.name) }.map(\.value)
    }

    /// What an outcome teaches.
    mutating func learn(_ outcome: AgentOutcome, unixMilliseconds: Int64) {
        for hint in outcome.hints.prefix(16) { hints[hint.name] = hint.value }
        lastOutcome = outcome
        lastUnixMilliseconds = unixMilliseconds
    }
}
