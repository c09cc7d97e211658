import ClusterModel

/// An RHCS agent, `fence_*` (fence-agents, FenceAgentAPI.md): a program that reads `name=value` lines on its standard
/// input, `action` among them, and says with its exit status what came of it. This makes the lines.
public struct RHCSAgent: Sendable, Equatable {
    public let type: DeviceType
    public let facts: AgentFacts

    /// Why an agent cannot be asked.
    public enum Refusal: Error, Sendable, Equatable {
        case cannot(DeviceType, AgentAction)
        /// Its success says nothing of the node.
        case provesNothing(DeviceType)
        /// The plug has no place in what the agent would be told: it would switch another, or the same one twice.
        case noPlaceForPlug(DeviceType, plug: String, NodeName)
        /// The name would not come out of a line as it went in.
        case badName(String)
        /// The value holds a byte that ends a line, or a control character.
        case badValue(parameter: String)

        public var text: String {
            switch self {
            case .cannot(let type, let action): "\(type) cannot be asked to \(action.name): it has no such action"
            case .provesNothing(let type):
                "\(type) does nothing to a node, so its success would prove nothing: it cannot be a device here"
            case .noPlaceForPlug(let type, let plug, let node):
                "\(type) cannot be told the plug \(plug) of \(node): the device has a plug of its own, "
                    + "pcmk_host_argument=none, or an agent without plugs; nothing was done"
            case .badName(let name):
                "the parameter name “\(Self.visible(name))” cannot be written as name=value: check the configuration"
            case .badValue(let parameter):
                "the value of \(parameter) has a line break or a control character in it, which an agent would take "
                    + "for the end of the value: nothing was done"
            }
        }

        private static func visible(_ name: String) -> String {
            String(name.unicodeScalars.prefix(40).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
        }

        public var outcome: AgentOutcome {
            switch self {
            case .cannot: AgentOutcome(code: .invalid, text: text, cause: "not-supported")
            case .provesNothing: AgentOutcome(code: .badConfig, text: text, cause: "proves-nothing")
            case .noPlaceForPlug, .badName, .badValue: AgentOutcome(code: .badConfig, text: text, cause: "bad-config")
            }
        }
    }

    public init(_ type: DeviceType, _ facts: AgentFacts) {
        self.type = type
        self.facts = facts
    }

    /// The agent switches off and on by itself for a reset; one that cannot is asked for both.
    public func resets(by rules: AgentRules = AgentRules()) -> Bool {
        rules.actionWords[.reset] != nil || facts.supportsReboot
    }

    /// It can give a node its power back. One whose `on` is unfencing (`automatic`) must not, after a fence.
    public var powersOn: Bool { facts.supportsOn && !facts.onIsAutomatic }

    /// How the agent is asked for an action.
    ///
    /// As Pacemaker's fencer (lib/fencing/st_actions.c): the node goes along as `nodename`, and in the agent's plug
    /// parameter, unless the device has a value for it already that is not `dynamic`.
    public func request(
        _ action: AgentAction, target: NodeName?, plug name: String? = nil, parameters: [Parameter],
        rules: AgentRules = AgentRules()
    ) throws(Refusal) -> RHCSRequest {
        if action.changesPower, Self.provesNothing(type) { throw .provesNothing(type) }
        guard let word = word(for: action, target, rules) else { throw .cannot(type, action) }
        var options = [Parameter(name: "action", value: Secret(word))]
        let plug = target == nil ? nil : plugParameter(rules)
        options += parameters.filter { !Self.isAction($0.name) && !($0.name == plug && Self.isDynamic($0)) }
        if let target {
            let name = name ?? rules.plugs(of: target).joined(separator: ",")
            options += naming(target, name, in: plug, besides: options)
            guard isTold(name, of: target, in: plug, options) else { throw .noPlaceForPlug(type, plug: name, target) }
        }
        for option in options { try Self.check(option) }
        return RHCSRequest(
            type: type, action: action, word: word, evidence: evidence(of: action, word, parameters, rules),
            options: options,
            separator: Self.value("separator", in: parameters) ?? ",", saysPower: !facts.onIsAutomatic)
    }

    // MARK: Words

    private func word(for action: AgentAction, _ target: NodeName?, _ rules: AgentRules) -> String? {
        if let word = rules.actionWords[action] { return word }
        let wanted: [String] =
            switch action {
            case .reset: ["reboot"]
            case .off: ["off"]
            case .on: ["on"]
            case .list: ["list"]
            case .status: ["monitor", "status"]
            case .probe: target == nil ? ["monitor", "status"] : ["status"]
            case .identify: []
            }
        return wanted.first(where: facts.actions.contains)
    }

    /// What the operator calls the action is not for the agent: it is told each time. `option` is its name of old.
    public static func isAction(_ name: String) -> Bool { name == "action" || name == "option" }

    /// Heuristics only look around before another agent of the same level acts, `fence_crosslink` sends a ping and says
    /// off where nothing answers, and `fence_watchdog` is nothing but metadata (its own long description says so).
    public static func provesNothing(_ type: DeviceType) -> Bool {
        type.name.hasPrefix("fence_heuristics_") || ["fence_crosslink", "fence_watchdog"].contains(type.name)
    }

    // MARK: What a success rests on

    /// The most that a fence by it can rest on. What is read back of an agent that unfences is the node's access to
    /// storage or network: the node itself still runs.
    public func evidenceMax(_ rules: AgentRules = AgentRules()) -> Evidence {
        readsState && !facts.onIsAutomatic && !rules.providesUnfencing ? .readBack : .accepted
    }

    /// `fence_dummy` reads back its own file.
    private var readsState: Bool { facts.supportsStatus && type.name != "fence_dummy" }

    /// The contract has `off` and `on` verified, by reading the state: an agent that cannot read it has only sent the
    /// command. A reboot is off, read back, on; with `method=cycle` it is one command that nobody looks after.
    private func evidence(
        of action: AgentAction, _ word: String, _ parameters: [Parameter], _ rules: AgentRules
    ) -> Evidence {
        guard action.changesPower else { return .none }
        guard action == .on ? readsState : evidenceMax(rules) == .readBack else { return .accepted }
        switch (action, word) {
        case (.off, "off"), (.reset, "off"), (.on, "on"): return .readBack
        case (.reset, "reboot"):
            let method = Self.value("method", in: parameters) ?? facts.methodDefault ?? "onoff"
            return method.lowercased() == "onoff" ? .readBack : .accepted
        default: return .accepted
        }
    }

    private static func value(_ name: String, in parameters: [Parameter]) -> String? {
        parameters.last { $0.name == name }.map { $0.value.reveal() }
    }

    // MARK: Lines

    /// No name and no value may end its line: Python's standard input takes a carriage return for an end as well.
    private static func check(_ option: Parameter) throws(Refusal) {
        let name = option.name.utf8
        guard let first = name.first, first != UInt8(ascii: "#"),
            name.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "=") })
        else { throw .badName(option.name) }
        guard option.value.reveal().utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
            throw .badValue(parameter: option.name)
        }
    }
}
