import ClusterModel

/// Makes a device of a `primitive ID stonith:TYPE …`.
struct DeviceReader {
    private let statement: Statement
    private var device: DeviceConfiguration
    private var values: [String: (value: String, word: Word)] = [:]

    /// - Parameter nodes: what `pcmk_host_check=none` stands for: the nodes that the file names.
    static func read(
        _ statement: Statement, id: String, type: DeviceType, nodes: [NodeName], into report: inout Report
    ) -> DeviceConfiguration {
        var reader = DeviceReader(statement, DeviceConfiguration(id: id, type: type))
        reader.takeParameters(&report)
        reader.takeOwn(&report)
        reader.takeTargets(nodes, &report)
        reader.checkSecrets(&report)
        return reader.device
    }

    private init(_ statement: Statement, _ device: DeviceConfiguration) {
        self.statement = statement
        self.device = device
    }

    private mutating func takeParameters(_ report: inout Report) {
        let attributes = AttributeReader(statement, statement.words.dropFirst(3), initial: "params", into: &report)
        for attribute in attributes.attributes where attribute.section == "params" {
            let name = attribute.name
            if name == "$id" || name == "description" { continue }
            guard NameByte.areAll(name) else {
                report.add(
                    .mistake, statement, attribute.word, "“\(name.prefix(40))” is no parameter name",
                    advice: name == "$id-ref" ? "write the parameters here" : "names have A-Z a-z 0-9 _ - . only")
                continue
            }
            guard values[name] == nil else {
                report.add(
                    .mistake, statement, attribute.word, "\(device.id) has \(name) twice", advice: "leave one of them")
                continue
            }
            values[name] = (attribute.value, attribute.word)
            if DeviceParameter.own.contains(name) { continue }
            if name.hasPrefix("pcmk_") {
                warnOfForeign(name, attribute.word, &report)
            } else {
                device.parameters.append(Parameter(name: name, value: Secret(attribute.value)))
            }
        }
    }

    private func warnOfForeign(_ name: String, _ word: Word, _ report: inout Report) {
        let near = NearestName.of(name, among: DeviceParameter.own.sorted())
        report.add(
            .warning, statement, word, "stonithd does not know \(name): it is left out",
            advice: near.map { "did you mean \($0)?" } ?? "remove it")
    }

    private mutating func takeOwn(_ report: inout Report) {
        if let (value, word) = values["priority"] {
            if let number = Int(value) {
                device.priority = number
            } else {
                report.add(
                    .mistake, statement, word, "priority is no whole number",
                    advice: "write for example priority=\"1\"; lower goes first")
            }
        }
        if let time = time("stonith-timeout", &report) {
            device.timeoutMilliseconds = time
            if time == 0, let word = values["stonith-timeout"]?.word {
                report.add(
                    .mistake, statement, word, "a stonith-timeout of 0 lets the device do nothing",
                    advice: "write how long one action may take, such as 60s")
            }
        }
        device.delayBaseMilliseconds = time("pcmk_delay_base", &report) ?? 0
        device.delayMaxMilliseconds = time("pcmk_delay_max", &report) ?? 0
        if let word = values["pcmk_delay_max"]?.word, device.delayMaxMilliseconds < device.delayBaseMilliseconds {
            report.add(
                .mistake, statement, word, "pcmk_delay_max is less than pcmk_delay_base",
                advice: "it is the longest delay, the base included")
        }
    }

    private func time(_ name: String, _ report: inout Report) -> Int64? {
        guard let (value, word) = values[name] else { return nil }
        let time = ScalarSyntax.milliseconds(value)
        if time == nil {
            report.add(
                .mistake, statement, word, "\(name) is no time", advice: "write for example 60s, 2min or 500ms")
        }
        return time
    }

    // MARK: Targets

    private mutating func takeTargets(_ nodes: [NodeName], _ report: inout Report) {
        let check = values["pcmk_host_check"]
        switch check?.value ?? "static-list" {
        case "dynamic-list":
            device.targets = .askAgent
            return
        case "none" where !nodes.isEmpty:
            device.targets = .listed(nodes)
            return
        case "static-list":
            break
        default:
            if let check {
                report.add(
                    .warning, statement, check.word, "stonithd cannot do this pcmk_host_check: it is left out",
                    advice: "write static-list with pcmk_host_list, or dynamic-list")
            }
        }
        takeListed(&report)
    }

    private mutating func takeListed(_ report: inout Report) {
        var names: [NodeName] = []
        var isNamed = false
        for name in ["pcmk_host_list", "pcmk_host_map"] where values[name] != nil {
            isNamed = true
            names += nodes(of: name, &report)
        }
        if !isNamed, let name = DeviceParameter.targets.first(where: { values[$0] != nil }) {
            isNamed = true
            names = nodes(of: name, &report)
        }
        guard isNamed else { return }
        var seen: Set<NodeName> = []
        device.targets = .listed(names.filter { seen.insert($0).inserted })
    }

    private func nodes(of name: String, _ report: inout Report) -> [NodeName] {
        guard let (value, word) = values[name] else { return [] }
        let isMap = name == "pcmk_host_map"
        let entries = value.utf8.split { $0.isBlank || $0 == UInt8(ascii: isMap ? ";" : ",") }.map { Substring($0) }
        if entries.isEmpty {
            report.add(.mistake, statement, word, "\(name) names no node", advice: "write \(name)=\"pm01\"")
        }
        return entries.compactMap { entry in
            let parts = entry.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            let host = parts.first.map { String(Substring($0)) } ?? ""
            if isMap, parts.count < 2 || String(Substring(parts[1])).lowercased() != host.lowercased() {
                warnOfMap(word, &report)
            }
            guard let node = NodeName(host) else {
                report.add(
                    .mistake, statement, word, "\(name): “\(host.prefix(40))” is no node name",
                    advice: "names have A-Z a-z 0-9 . _ - and stand with blanks or commas between")
                return nil
            }
            return node
        }
    }

    private func warnOfMap(_ word: Word, _ report: inout Report) {
        report.add(
            .warning, statement, word, "the agent is asked for the node by its own name, not by what stands behind “:”",
            advice: "say it in the agent's own parameters, such as hostlist=\"pm01:domain\"")
    }

    // MARK: Secrets

    private func checkSecrets(_ report: inout Report) {
        let method = values["passwd_method"]?.value ?? "param"
        for name in values.keys.filter(Parameter.isSecret).sorted() {
            guard let (value, word) = values[name], !DeviceParameter.isReference(value), !value.isEmpty else {
                continue
            }
            if name == "passwd", method != "param" { continue }
            report.add(
                .warning, statement, word, "\(name) stands here for everybody who can read this file",
                advice: "put it into a file of mode 0600 and write \(name)=\"file:/etc/stonith/\(device.id).passwd\"")
        }
    }
}
