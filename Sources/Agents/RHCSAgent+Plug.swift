import ClusterModel

/// How an agent is told which machine or outlet is meant.
extension RHCSAgent {
    func plugParameter(_ rules: AgentRules) -> String? {
        rules.hasNoHostArgument ? nil : rules.hostArgument ?? facts.plugParameter?.rawValue
    }

    static func isDynamic(_ parameter: Parameter) -> Bool { parameter.value.reveal() == "dynamic" }

    func naming(_ target: NodeName, _ name: String, in plug: String?, besides given: [Parameter]) -> [Parameter] {
        var naming: [Parameter] = []
        let names = Set(given.map(\.name))
        if !names.contains("nodename"), plug != "nodename" {
            naming.append(Parameter(name: "nodename", value: Secret(target.description)))
        }
        if let plug, names.isDisjoint(with: synonyms(of: plug)) {
            naming.append(Parameter(name: plug, value: Secret(name)))
        }
        return naming
    }

    /// Whether the agent will see the plug that is meant. A node's own name, however it is spelt, is no plug that
    /// anybody asked for: the device's own stands in its place.
    func isTold(_ name: String, of target: NodeName, in plug: String?, _ options: [Parameter]) -> Bool {
        if NodeName(name) == target { return true }
        guard let plug else { return false }
        let names = synonyms(of: plug)
        return options.filter { names.contains($0.name) }.allSatisfy { $0.value.reveal() == name }
    }

    /// The device's own parameter that names its plug, where there is one: whichever node is asked for, that plug is
    /// switched.
    public func fixedPlug(in parameters: [Parameter], rules: AgentRules) -> String? {
        guard let plug = plugParameter(rules) else { return nil }
        let names = synonyms(of: plug)
        return parameters.first { names.contains($0.name) && !Self.isDynamic($0) }?.name
    }

    /// Names under which the operator may have given the plug.
    private func synonyms(of name: String) -> Set<String> {
        Set([name] + facts.replacements.filter { $0.value == name || $0.key == name }.flatMap { [$0.key, $0.value] })
    }

    // MARK: Devices that would hit the wrong node

    /// Why a fence of one of the device's nodes might hit another; nil where each is told from the others.
    ///
    /// An agent whose plug is optional stands for one machine, and switches that whatever it is asked for
    /// (`fence_ipmilan`): not even its `status` says whose it is.
    public func misdirection(of device: DeviceConfiguration) -> String? {
        let confusion = confusion(of: device)
        switch device.targets {
        case .listed(let nodes):
            guard let confusion else { return nil }
            if nodes.count > 1 {
                let names = nodes.map(\.description).joined(separator: ", ")
                return "\(confusion) for all of its nodes (\(names)), so that a fence of one may hit another: give "
                    + "each a device of its own, or \(wayOut)"
            }
            let split = nodes.first { device.agentRules.plugs(of: $0).count > 1 }
            return split.map { "\(confusion) for all plugs of \($0): pcmk_host_map cannot give it several" }
        case .askAgent:
            if let confusion { return "\(confusion) whichever node is asked for: name its one node in pcmk_host_list" }
            guard !knowsItsNodes(device.agentRules) else { return nil }
            return "\(type) has no list of its nodes: name its nodes in pcmk_host_list"
        }
    }

    /// How one device may tell its nodes apart after all.
    private var wayOut: String {
        facts.plugCanBeAddress
            ? "set port_as_ip=1 and map each to its address in pcmk_host_map"
            : "its plug in pcmk_host_map alone"
    }

    /// What keeps the agent from being told which node is meant.
    private func confusion(of device: DeviceConfiguration) -> String? {
        if let fixed = fixedPlug(in: device.parameters, rules: device.agentRules) { return "\(fixed) is the same" }
        return tellsApart(device) ? nil : "\(type) switches the same machine"
    }

    private func tellsApart(_ device: DeviceConfiguration) -> Bool {
        guard let plug = plugParameter(device.agentRules) else {
            return facts.plugParameter == nil && facts.takesNodeName
        }
        if plug == "nodename" { return facts.takesNodeName }
        // Another parameter is the operator's own choice.
        guard let own = facts.plugParameter?.rawValue, synonyms(of: own).contains(plug) else { return true }
        if facts.plugIsRequired || facts.supportsList || Self.takesPlugAsAddress(device) { return true }
        guard !facts.plugCanBeAddress, case .listed(let nodes) = device.targets else { return false }
        return nodes.allSatisfy { device.agentRules.plugs[$0] != nil }
    }

    private static func takesPlugAsAddress(_ device: DeviceConfiguration) -> Bool {
        device.parameters.contains {
            $0.name == "port_as_ip" && ["1", "yes", "on", "true"].contains($0.value.reveal().lowercased())
        }
    }

    /// Where no parameter names them: only what the agent lists counts by itself, all else has to be asked for.
    private func knowsItsNodes(_ rules: AgentRules) -> Bool {
        switch rules.hostCheck {
        case .status, .some(.none): true
        case .dynamicList, .staticList, nil: facts.supportsList || rules.actionWords[.list] != nil
        }
    }
}
