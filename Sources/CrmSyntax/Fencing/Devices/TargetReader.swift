import ClusterModel

/// Which nodes a device can fence, and what it calls them.
struct TargetReader {
    private let values: DeviceValues
    private var names: [NodeName] = []
    private var plugs: [NodeName: [String]] = [:]
    private var isMapped: Set<NodeName> = []
    private var isNamed = false

    static func read(_ values: DeviceValues, into device: inout DeviceConfiguration, _ report: inout Report) {
        var reader = TargetReader(values)
        reader.takeList(device.type, &report)
        reader.takeMap(device.type, &report)
        reader.checkOwners(&report)
        if !reader.isNamed, !device.type.isAgent { reader.takeOwn(&report) }
        device.agentRules.plugs = reader.plugs
        device.agentRules.hostCheck = reader.check(&report)
        reader.takeArgument(&device, &report)
        var seen: Set<NodeName> = []
        let listed = DeviceConfiguration.Targets.listed(reader.names.filter { seen.insert($0).inserted })
        switch device.agentRules.hostCheck {
        case nil: device.targets = reader.isNamed ? listed : .askAgent
        case .staticList:
            device.targets = reader.isNamed || device.type.isAgent ? listed : .askAgent
            if device.type.isAgent, !reader.isNamed { reader.explainNothing(&report) }
        // The nodes of the file are known when all of it is read.
        case .dynamicList, .status, .some(.none): device.targets = .askAgent
        }
    }

    private init(_ values: DeviceValues) { self.values = values }

    private func check(_ report: inout Report) -> AgentRules.HostCheck? {
        guard let value = values["pcmk_host_check"] else { return nil }
        let check = AgentRules.HostCheck(rawValue: value.text)
        if check == nil {
            values.mistake(
                "pcmk_host_check", "“\(value.text.prefix(40))” is no pcmk_host_check",
                "write static-list, dynamic-list, status or none", &report)
        }
        return check
    }

    private func explainNothing(_ report: inout Report) {
        values.mistake(
            "pcmk_host_check", "a static-list without nodes", "add pcmk_host_list=\"pm01\" or pcmk_host_map=\"pm01:3\"",
            &report)
    }

    private mutating func takeArgument(_ device: inout DeviceConfiguration, _ report: inout Report) {
        guard let value = values["pcmk_host_argument"] else { return }
        if !device.type.isAgent {
            values.warn(
                "pcmk_host_argument", "only fence_ agents have a parameter for the node: it is left out", "remove it",
                &report)
        } else if value.text.lowercased() == "none" {
            device.agentRules.hasNoHostArgument = true
        } else if NameByte.areAll(value.text) {
            device.agentRules.hostArgument = value.text
        } else {
            values.mistake(
                "pcmk_host_argument", "pcmk_host_argument is no parameter name",
                "write the name of the agent's parameter, such as plug, or none", &report)
        }
    }

    // MARK: Names

    private mutating func takeList(_ type: DeviceType, _ report: inout Report) {
        guard let value = values["pcmk_host_list"] else { return }
        for text in words(value.text, parting: [UInt8(ascii: ","), UInt8(ascii: ";")], of: "pcmk_host_list", &report) {
            guard let node = node(text, of: "pcmk_host_list", &report) else { continue }
            if names.contains(node), text != plugs[node]?.first ?? node.description {
                values.mistake(
                    "pcmk_host_list", "pcmk_host_list spells \(node) in two ways, and means one node by both",
                    "leave one of them; another machine needs another node name, in pcmk_host_map", &report)
            }
            names.append(node)
            // Node names mean the same in any case; what a device calls its machines may not.
            if type.isAgent, text != node.description { plugs[node] = [text] }
        }
    }

    /// `hostlist` and its like, in which the field's plugins name their nodes.
    private mutating func takeOwn(_ report: inout Report) {
        guard let name = DeviceParameter.targets.first(where: { values[$0] != nil }), let value = values[name] else {
            return
        }
        let texts = words(value.text, parting: [UInt8(ascii: ",")], of: name, &report)
        names = texts.compactMap { text in
            // Of `pm01:domain` the plugin itself knows what stands behind the colon.
            let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            return node(parts.first.map { String(Substring($0)) } ?? "", of: name, &report)
        }
    }

    private mutating func words(
        _ text: String, parting: Set<UInt8>, of name: String, _ report: inout Report
    ) -> [String] {
        isNamed = true
        let words = text.utf8.split { $0.isBlank || parting.contains($0) }.map { String(Substring($0)) }
        if words.isEmpty { values.mistake(name, "\(name) names no node", "write \(name)=\"pm01\"", &report) }
        return words
    }

    private func node(_ text: String, of name: String, _ report: inout Report) -> NodeName? {
        let node = NodeName(text)
        if node == nil {
            values.mistake(
                name, "\(name): “\(text.prefix(40))” is no node name",
                "names have A-Z a-z 0-9 . _ - and stand with blanks or commas between", &report)
        }
        return node
    }

    // MARK: The map

    private mutating func takeMap(_ type: DeviceType, _ report: inout Report) {
        guard let value = values["pcmk_host_map"] else { return }
        isNamed = true
        let map = HostMap(value.text)
        for flaw in map.flaws { values.mistake("pcmk_host_map", "pcmk_host_map: \(flaw.text)", flaw.advice, &report) }
        if map.entries.isEmpty, map.flaws.isEmpty {
            values.mistake("pcmk_host_map", "pcmk_host_map names no node", "write pcmk_host_map=\"pm01:3\"", &report)
        }
        for entry in map.entries {
            guard let node = node(entry.node, of: "pcmk_host_map", &report) else { continue }
            names.append(node)
            if isMapped.insert(node).inserted {
                plugs[node] = self.plugs(entry, type, &report)
            } else {
                values.mistake(
                    "pcmk_host_map", "pcmk_host_map names \(node) twice",
                    "write its plugs with commas between: \(node):1,2", &report)
            }
        }
    }

    /// What switches one node must not switch another: the plugs of the map, and the names of the nodes that it leaves
    /// out.
    private func checkOwners(_ report: inout Report) {
        var owners: [String: NodeName] = [:]
        var seen: Set<NodeName> = []
        for node in names where seen.insert(node).inserted {
            for plug in Set(plugs[node] ?? [node.description]).sorted() {
                guard let owner = owners.updateValue(node, forKey: plug) else { continue }
                values.mistake(
                    "pcmk_host_map", "pcmk_host_map gives \(owner) and \(node) the same plug, \(plug.prefix(40))",
                    "a fence of one would hit the other: give each plug to one node", &report)
            }
        }
    }

    /// Nothing unforeseen reaches a plugin or script in the place of a node's name.
    private func plugs(_ entry: HostMap.Entry, _ type: DeviceType, _ report: inout Report) -> [String] {
        var seen: Set<String> = []
        for plug in entry.values {
            if !seen.insert(plug).inserted {
                values.mistake(
                    "pcmk_host_map", "pcmk_host_map gives \(entry.node) the plug \(plug.prefix(40)) twice",
                    "leave one of them", &report)
            } else if type.isAgent ? plug.utf8.contains(where: { $0 < 32 }) : NodeName(plug) == nil {
                values.mistake(
                    "pcmk_host_map", "pcmk_host_map: “\(plug.prefix(40))” is no name that \(type) can be given",
                    "names have A-Z a-z 0-9 . _ - only", &report)
            }
        }
        return entry.values
    }
}
