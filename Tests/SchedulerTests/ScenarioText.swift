import ClusterModel

@testable import Scheduler

/// A small cluster in words, and what is to be done in it, as text. Each line is one of:
///
///     option stonith-enabled=true
///     node n1 online|lost|offline|standby|leaving|maintenance
///     primitive vip [start=30s …] [monitor=10s …] [meta:target-role=Stopped …] [param:ip=10.0.0.1 …]
///     group g a b            clone c x [meta:interleave=true …]
///     order vip web [kind=Optional …]
///     colocate web vip INFINITY
///     locate vip n1 100
///     ran n1 vip start|stop|monitor [10s] [rc=1] [digest=old]
///
/// `fence` is a primitive of class stonith where its name begins with `fence`.
struct ScenarioText {
    private(set) var cib = CIB(attributes: ["have-quorum": "1", "dc-uuid": "n1", "crm_feature_set": "3.16.1"])
    private var options: [AttributeSet.Pair] = []
    private var old: [String] = []
    private var calls = 0

    struct Unknown: Error { var line: String }

    init(_ text: some StringProtocol) throws {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") { try add(String(line)) }
        var set = AttributeSet(attributes: ["id": "cib-bootstrap-options"])
        set.pairs = options
        cib.configuration.properties = [set]
        try addDigests()
    }

    private mutating func add(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { throw Unknown(line: line) }
        let settings = Settings(words.dropFirst(2))
        switch words[0] {
        case "option": options += Settings(words.dropFirst()).pairs("o\(options.count)")
        case "node": addNode(words[1], Set(words.dropFirst(2)))
        case "primitive": cib.configuration.resources.append(Self.primitive(words[1], settings))
        case "group", "clone": try nest(words)
        case "order": constrain(.order, ["first": words[1], "then": words[2]], Settings(words.dropFirst(3)))
        case "colocate": constrain(.colocation, ["rsc": words[1], "with-rsc": words[2], "score": words[3]])
        case "locate": constrain(.location, ["rsc": words[1], "node": words[2], "score": words[3]])
        case "ran": try run(words)
        default: throw Unknown(line: line)
        }
    }

    // MARK: Configuration

    private static func primitive(_ id: String, _ settings: Settings) -> ResourceDefinition {
        let isFence = id.hasPrefix("fence")
        var resource = ResourceDefinition(
            .primitive,
            attributes: isFence
                ? ["id": id, "class": "stonith", "type": "external/null"]
                : ["id": id, "class": "ocf", "provider": "heartbeat", "type": "Dummy"])
        resource.meta = settings.set("meta", id)
        resource.parameters = settings.set("param", id)
        for (name, value) in settings.plain {
            let isMonitor = name == "monitor"
            var operation = OperationDefinition(
                attributes: ["id": "\(id)-\(name)-\(value)", "name": name, "interval": isMonitor ? value : "0"])
            if !isMonitor { operation.attributes["timeout"] = value }
            resource.operations.append(operation)
        }
        return resource
    }

    private mutating func nest(_ words: [String]) throws {
        let members = words.dropFirst(2).filter { !$0.contains("=") }
        var inner: [ResourceDefinition] = []
        for member in members {
            guard let place = cib.configuration.resources.firstIndex(where: { $0.id == member }) else {
                throw Unknown(line: member)
            }
            inner.append(cib.configuration.resources.remove(at: place))
        }
        let kind = words[0] == "group" ? .group(inner) : ResourceDefinition.Kind.clone(inner[0], isMaster: false)
        var resource = ResourceDefinition(kind, attributes: ["id": words[1]])
        resource.meta = Settings(words.dropFirst(2)).set("meta", words[1])
        cib.configuration.resources.append(resource)
    }

    private mutating func constrain(
        _ kind: ConstraintDefinition.Kind, _ attributes: ElementAttributes, _ settings: Settings = Settings([])
    ) {
        var constraint = ConstraintDefinition(kind, attributes: attributes)
        constraint.attributes["id"] = "c\(cib.configuration.constraints.count)"
        for (name, value) in settings.plain { constraint.attributes[name] = value }
        cib.configuration.constraints.append(constraint)
    }

    // MARK: Status

    private mutating func addNode(_ name: String, _ states: Set<String>) {
        var node = NodeDefinition(attributes: ["id": name, "uname": name])
        var pairs: [AttributeSet.Pair] = []
        for state in ["standby", "maintenance"] where states.contains(state) {
            pairs.append(.init(id: "\(name)-\(state)", name: state, value: "true"))
        }
        node.attributeSets = [AttributeSet(attributes: ["id": "\(name)-attributes"], pairs: pairs)]
        cib.configuration.nodes.append(node)
        let isUp = states.isDisjoint(with: ["lost", "offline"])
        var state = NodeState(attributes: [
            "id": name, "uname": name, "in_ccm": isUp ? "true" : "false", "crmd": isUp ? "online" : "offline",
            "join": isUp ? "member" : "down", "expected": states.contains("offline") ? "down" : "member",
        ])
        if states.contains("leaving") {
            state.transientAttributes = [
                AttributeSet(
                    attributes: ["id": "\(name)-t"],
                    pairs: [.init(id: "\(name)-shutdown", name: "shutdown", value: "1767268000")])
            ]
        }
        cib.nodeStates.append(state)
    }

    private mutating func run(_ words: [String]) throws {
        let settings = Settings(words.dropFirst(4))
        let interval = words.dropFirst(4).first { !$0.contains("=") }.map { ValueText.milliseconds($0) } ?? 0
        guard let place = cib.nodeStates.firstIndex(where: { $0.name == words[1] }) else {
            throw Unknown(line: words[1])
        }
        calls += 1
        let code = settings["rc"].flatMap { Int($0) } ?? 0
        let end = interval > 0 ? "\(words[3])_\(interval)" : code == 0 || code == 7 ? "last_0" : "last_failure_0"
        var record = OperationRecord(id: "\(words[2])_\(end)", operation: words[3])
        record.intervalMilliseconds = interval
        record.callID = calls
        record.code = code
        record.status = .done
        record.lastChange = 1_767_268_000 + calls
        record.transitionKey = "\(calls):1:\(code == 7 ? 7 : 0):x"
        record.transitionMagic = "0:\(code);" + record.transitionKey
        record.others["on_node"] = words[1]
        record.operationKey = "\(words[2])_\(words[3])_\(interval)"
        if let digest = settings["digest"] { record.digest = digest }
        add(record, of: words[2], to: place)
    }

    private mutating func add(_ record: OperationRecord, of resource: String, to node: Int) {
        if let history = cib.nodeStates[node].histories.firstIndex(where: { $0.id == resource }) {
            cib.nodeStates[node].histories[history].operations.append(record)
        } else {
            let isFence = resource.hasPrefix("fence")
            var history = ResourceHistory(
                id: resource,
                attributes: isFence
                    ? ["class": "stonith", "type": "external/null"]
                    : ["class": "ocf", "provider": "heartbeat", "type": "Dummy"])
            history.operations = [record]
            cib.nodeStates[node].histories.append(history)
        }
    }

    /// What ran did so with the parameters of today, unless a line says otherwise.
    private mutating func addDigests() throws {
        var complaints: [Complaint] = []
        let conditions = try ClusterConditions(cib, at: 1_767_268_800, digest: MD5.hex, complaints: &complaints)
        for history in conditions.histories {
            let (state, place) = (Int(history.state), Int(history.history))
            for number in cib.nodeStates[state].histories[place].operations.indices {
                let record = cib.nodeStates[state].histories[place].operations[number]
                guard record.digest.isEmpty else { continue }
                cib.nodeStates[state].histories[place].operations[number].digest =
                    OperationDigest(conditions, digest: MD5.hex).value(
                        record.operation, every: record.intervalMilliseconds, of: history.resource, on: history.node)
            }
        }
    }
}

/// Words of the form `name=value` and `kind:name=value`.
private struct Settings {
    private var all: [(kind: String?, name: String, value: String)] = []

    init(_ words: some Sequence<String>) {
        for word in words {
            guard let sign = word.firstIndex(of: "=") else { continue }
            let left = word[..<sign].split(separator: ":", maxSplits: 1).map(String.init)
            all.append((left.count > 1 ? left[0] : nil, left.last ?? "", String(word[word.index(after: sign)...])))
        }
    }

    var plain: [(name: String, value: String)] { all.filter { $0.kind == nil }.map { ($0.name, $0.value) } }

    subscript(_ name: String) -> String? { plain.first { $0.name == name }?.value }

    func pairs(_ id: String) -> [AttributeSet.Pair] {
        plain.map { AttributeSet.Pair(id: "\(id)-\($0.name)", name: $0.name, value: $0.value) }
    }

    func set(_ kind: String, _ id: String) -> [AttributeSet] {
        let pairs = all.filter { $0.kind == kind }.map {
            AttributeSet.Pair(id: "\(id)-\(kind)-\($0.name)", name: $0.name, value: $0.value)
        }
        return pairs.isEmpty ? [] : [AttributeSet(attributes: ["id": "\(id)-\(kind)"], pairs: pairs)]
    }
}
