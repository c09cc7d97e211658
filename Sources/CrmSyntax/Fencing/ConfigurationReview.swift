import ClusterModel

/// Looks at a whole configuration for what is allowed and will hurt: warnings only.
struct ConfigurationReview {
    /// What a device without a `stonith-timeout` of its own may take.
    static let deviceTimeoutMillisecondsDefault: Int64 = 60_000
    /// Nodes that are looked at as the one that fences; more would make the work grow with their square.
    private static let executorsMax = 16

    private let configuration: FencingConfiguration
    private let named: [NodeName]
    private let table: DeviceTable
    private let properties: PropertyTable
    private let byID: [String: DeviceConfiguration]
    private let executors: [NodeName]

    init(_ configuration: FencingConfiguration, named: [NodeName], _ table: DeviceTable, _ properties: PropertyTable) {
        self.configuration = configuration
        self.named = named
        self.table = table
        self.properties = properties
        byID = Dictionary(configuration.devices.map { ($0.id, $0) }) { first, _ in first }
        executors = Array(configuration.nodes.prefix(Self.executorsMax))
    }

    func review(into report: inout Report) {
        let plans = plans()
        warnOfBudget(plans, into: &report)
        warnOfGaps(plans, into: &report)
        warnOfOwnTarget(into: &report)
        warnOfBannedUnfencer(into: &report)
    }

    private typealias Plan = (target: NodeName, levels: [[DeviceConfiguration]])

    /// What stands ready for each target, and with bans the most of it that one node may run.
    private func plans() -> [Plan] {
        var byTarget: [NodeName: [[DeviceConfiguration]]] = [:]
        for device in configuration.devices {
            guard case .listed(let targets) = device.targets else { continue }
            for target in targets { byTarget[target, default: []].append([device]) }
        }
        var (own, common) = ([NodeName: [[DeviceConfiguration]]](), [[DeviceConfiguration]]())
        for level in configuration.topology {
            let devices = level.devices.compactMap { byID[$0] }
            if let target = level.target { own[target, default: []].append(devices) } else { common.append(devices) }
        }
        let masks = Dictionary(configuration.devices.map { ($0.id, mask($0)) }) { first, _ in first }
        return configuration.nodes.compactMap { target in
            let explicit = own[target] ?? (byTarget[target] == nil || common.count > Self.executorsMax ? [] : common)
            let levels = explicit.isEmpty ? byTarget[target] ?? [] : explicit
            return levels.isEmpty ? nil : (target, longest(levels, target, masks))
        }
    }

    /// Bit N: it may run on executor N.
    private func mask(_ device: DeviceConfiguration) -> UInt32 {
        executors.enumerated().reduce(0) { $0 | (device.isBanned(on: $1.element) ? 0 : 1 << UInt32($1.offset)) }
    }

    private func longest(
        _ levels: [[DeviceConfiguration]], _ target: NodeName, _ masks: [String: UInt32]
    ) -> [[DeviceConfiguration]] {
        guard levels.joined().contains(where: { !$0.bans.isEmpty }) else { return levels }
        var (best, time) = ([[DeviceConfiguration]](), Int64(-1))
        for (index, node) in executors.enumerated() where node != target {
            let usable = levels.filter { $0.allSatisfy { (masks[$0.id] ?? 0) & (1 << UInt32(index)) != 0 } }
            let span = milliseconds(usable, target)
            if span > time { (best, time) = (usable, span) }
        }
        return time < 0 ? levels : best
    }

    private func milliseconds(_ levels: [[DeviceConfiguration]], _ target: NodeName) -> Int64 {
        levels.joined().reduce(0) { $0 + milliseconds($1, target) }
    }

    /// One plug after the other is switched; all tries of an action share its time.
    private func milliseconds(_ device: DeviceConfiguration, _ target: NodeName) -> Int64 {
        let plugs = device.agentRules.plugs[target]?.count ?? 1
        let own = device.agentRules.timeoutsMilliseconds
        let isOff = plugs > 1 || configuration.action == .off || device.agentRules.carriedOut(.reset) == .off
        let span = own[isOff ? .off : .reset] ?? device.timeoutMilliseconds ?? Self.deviceTimeoutMillisecondsDefault
        return min(span, ScalarSyntax.millisecondsMax) * Int64(min(plugs, 1000))
    }

    // MARK: Time

    private func warnOfBudget(_ plans: [Plan], into report: inout Report) {
        let budget = configuration.timeoutMilliseconds
        let spans = plans.map { (plan: $0, milliseconds: milliseconds($0.levels, $0.target)) }
        let late = spans.filter { $0.milliseconds > budget }
        guard let (worst, sum) = late.max(by: { $0.milliseconds < $1.milliseconds }) else { return }
        let others = late.count > 1 ? "; there are \(late.count - 1) more such nodes" : ""
        let text =
            "the devices of \(worst.target) may take \(ScalarSyntax.text(milliseconds: sum)) together, "
            + "longer than stonith-timeout, \(ScalarSyntax.text(milliseconds: budget))\(others)"
        let enough = "write property stonith-timeout=\"\((sum + 999) / 1000 + 10)s\", or give the devices less"
        if let (statement, word) = properties.timeoutPlace {
            report.add(.warning, statement, word, text, advice: enough)
        } else if let device = worst.levels.first?.first, let statement = table.statements[device.id] {
            report.add(.warning, statement, statement.words[1], text, advice: enough)
        }
    }

    // MARK: Gaps

    private func warnOfGaps(_ plans: [Plan], into report: inout Report) {
        guard !configuration.devices.contains(where: { $0.targets == .askAgent }) else { return }
        var said: Set<String> = []
        for (target, levels) in plans {
            guard let device = levels.last?.last, let statement = table.statements[device.id] else {
                warnOfNobody(target, &said, into: &report)
                continue
            }
            if levels.allSatisfy({ $0.allSatisfy { $0.type.description == "external/stonith-helper" } }) {
                guard said.insert(device.id).inserted else { continue }
                report.add(
                    .warning, statement, statement.words[1], "\(target) has only checks: nothing switches its power",
                    advice: "add a device such as external/ipmi with a higher priority number")
            } else if levels.count == 1, device.type.description != "meatware", said.insert(device.id).inserted {
                report.add(
                    .warning, statement, statement.words[1],
                    "nothing stands behind \(device.id): if it fails, \(target) cannot be fenced",
                    advice: "add a device for \(target) with a higher priority number, such as meatware")
            }
        }
    }

    /// Every device of the target is banned wherever it could run.
    private func warnOfNobody(_ target: NodeName, _ said: inout Set<String>, into report: inout Report) {
        let device = configuration.devices.first {
            if case .listed(let targets) = $0.targets { targets.contains(target) } else { false }
        }
        guard let device, said.insert(device.id).inserted, let statement = table.statements[device.id] else { return }
        report.add(
            .warning, statement, statement.words[1], "locations keep every device of \(target) off all other nodes",
            advice: "a location should keep a device off its own target only")
    }

    // MARK: Own target

    /// A node unfences itself.
    private func warnOfBannedUnfencer(into report: inout Report) {
        for device in configuration.devices where device.agentRules.providesUnfencing {
            guard case .listed(let targets) = device.targets, let node = targets.first(where: device.isBanned(on:)),
                let statement = table.statements[device.id]
            else { continue }
            report.add(
                .warning, statement, statement.words[1],
                "a location keeps \(device.id) off \(node), which then cannot unfence itself",
                advice: "remove that location: such a device is run on the nodes that it is for")
        }
    }

    /// Only for nodes that the file names: elsewhere nobody knows where the device may run.
    private func warnOfOwnTarget(into report: inout Report) {
        let known = Set(named)
        var said: Set<String> = []
        for device in configuration.devices where named.count > 1 {
            guard case .listed(let targets) = device.targets, targets.count == 1, let target = targets.first,
                known.contains(target), !device.isBanned(on: target), !device.agentRules.providesUnfencing,
                said.insert(device.group ?? device.id).inserted,
                let statement = table.statements[device.id]
            else { continue }
            let resource = device.group ?? device.id
            report.add(
                .warning, statement, statement.words[1], "nothing keeps \(resource) off \(target), which it fences",
                advice: "write location \(resource)-off-\(target) \(resource) rule -INFINITY: #uname eq \(target)")
        }
    }
}
