import ClusterModel

/// Makes a `FencingConfiguration` of statements: first what is declared, then what names it.
struct ConfigurationReader {
    private(set) var configuration = FencingConfiguration()
    /// Where each id was declared.
    private var places: [String: Int] = [:]
    private var nodes = NodeStatements()
    private var devices = DeviceTable()
    private var groups = GroupTable()
    private var properties = PropertyTable()
    private var alerts = AlertReader()

    mutating func read(_ statements: [Statement], into report: inout Report) {
        for statement in statements where statement.keyword == "node" { nodes.read(statement, into: &report) }
        for statement in statements { declare(statement, into: &report) }
        groups.resolve(&devices, known: places, into: &report)
        configuration.devices = groups.ordered(devices.all)
        configuration.nodes = nodes.withTargets(of: configuration.devices)
        let locations = LocationReader(nodes: configuration.nodes, places: places, groups: groups)
        let bans = locations.bans(statements.filter { $0.keyword == "location" }, devices, into: &report)
        for index in configuration.devices.indices {
            configuration.devices[index].bans = bans.of(configuration.devices[index])
        }
        var topology = TopologyReader(devices)
        for statement in statements where statement.keyword.hasPrefix("fencing") {
            topology.read(statement, into: &report)
        }
        configuration.topology = topology.levels
        configuration.nodes = nodes.withTargets(of: configuration.devices, and: topology.levels.compactMap(\.target))
        // Only now all nodes are known.
        for index in configuration.devices.indices
        where configuration.devices[index].agentRules.hostCheck == .some(.none) {
            configuration.devices[index].targets = .listed(configuration.nodes)
        }
        properties.apply(to: &configuration)
        configuration.alerts = alerts.alerts
        // Of half a configuration nothing true can be said.
        if report.hasMistakes { return }
        ConfigurationReview(configuration, named: nodes.named, devices, properties).review(into: &report)
    }

    private mutating func declare(_ statement: Statement, into report: inout Report) {
        switch statement.keyword {
        case "primitive":
            if let id = id(of: statement, into: &report) {
                devices.read(statement, id: id, into: &report)
            }
        case "group":
            if let id = id(of: statement, into: &report) { groups.read(statement, id: id, into: &report) }
        case "property":
            properties.read(statement, into: &report)
        case "alert":
            if let id = id(of: statement, into: &report) { alerts.read(statement, id: id, into: &report) }
        case "location":
            _ = id(of: statement, into: &report)
        case let keyword where Keyword.named.contains(keyword):
            _ = id(of: statement, into: &report)
        case let keyword where Keyword.all.contains(keyword):
            break
        default:
            explainUnknown(statement, into: &report)
        }
    }

    /// Nil, with a mistake, when there is no good id, or when it is taken.
    private mutating func id(of statement: Statement, into report: inout Report) -> String? {
        guard statement.words.count > 1 else {
            if !statement.isBroken {
                report.add(
                    .mistake, statement, at: 0, "\(statement.keyword) without an id",
                    advice: "write \(statement.keyword) ID …")
            }
            return nil
        }
        let word = statement.words[1]
        let id = statement.keyword == "tag" && word.text.hasSuffix(":") ? String(word.text.dropLast()) : word.text
        guard NameByte.areAll(id), id.utf8.count <= 255 else {
            report.add(
                .mistake, statement, word, "“\(id.prefix(40))” is no id", advice: "ids have A-Z a-z 0-9 . _ - only")
            return nil
        }
        let line = statement.line.place(0).line + 1
        if let first = places.updateValue(line, forKey: id) {
            places[id] = first
            report.add(
                .mistake, statement, word, "the id \(id) is taken: line \(first) declares it",
                advice: "give one of them another id")
            return nil
        }
        return id
    }

    private func explainUnknown(_ statement: Statement, into report: inout Report) {
        let word = statement.words[0]
        if Keyword.isContinuation(word) {
            let name = word.name ?? Substring(word.text)
            report.add(
                .mistake, statement, at: 0, "a statement cannot begin with “\(name.prefix(40))”",
                advice: "if it belongs to the line before, put a backslash at that line's end")
            return
        }
        guard !statement.isBroken || !word.text.isEmpty else { return }
        let near = NearestName.of(word.text, among: Keyword.all)
        report.add(
            .mistake, statement, at: 0, "unknown statement “\(word.text.prefix(40))”",
            advice: near.map { "did you mean \($0)?" } ?? "see stonith.crm(5) for what may stand here")
    }
}
