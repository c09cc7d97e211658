import ClusterModel
import Wire

/// What the daemon says of one device.
public struct DeviceReport: Sendable, Equatable {
    public var device: String
    public var type: String
    /// Nil until its agent has said.
    public var kind: DeviceKind?
    public var targets: [NodeName]
    /// False where the agent was asked for them and has not answered yet.
    public var targetsKnown: Bool
    public var priority: Int64
    /// Nil: the request's budget.
    public var timeoutMilliseconds: Int64?
    public var delayBaseMilliseconds: Int64
    public var delayMaxMilliseconds: Int64
    public var group: String?
    /// Whether a location rule keeps it off this node.
    public var isBanned: Bool
    public var isBusy: Bool
    /// How its last action ended.
    public var lastCode: OperationCode?
    public var lastText: String
    public var lastUnixMilliseconds: Int64?

    /// What the configuration says of it.
    public init(_ device: DeviceConfiguration, on node: NodeName) {
        self.device = device.id
        type = device.type.description
        switch device.targets {
        case .listed(let nodes): (targets, targetsKnown) = (nodes, true)
        case .askAgent: (targets, targetsKnown) = ([], false)
        }
        priority = Int64(device.priority)
        timeoutMilliseconds = device.timeoutMilliseconds
        delayBaseMilliseconds = device.delayBaseMilliseconds
        delayMaxMilliseconds = device.delayMaxMilliseconds
        group = device.group
        isBanned = device.isBanned(on: node)
        isBusy = false
        lastText = ""
    }
}

extension DeviceReport {
    var json: JSONLine {
        var line = JSONLine()
        line.add("device", device)
        line.add("type", type)
        line.add("kind", kind?.word)
        if case .power(let evidence) = kind { line.add("evidence_max", evidence.word) }
        line.add("targets", targets.map(\.description))
        line.add("targets_known", targetsKnown)
        line.add("priority", priority)
        line.add("timeout_ms", timeoutMilliseconds)
        line.add("delay_base_ms", delayBaseMilliseconds)
        line.add("delay_max_ms", delayMaxMilliseconds)
        line.add("group", group)
        line.add("banned", isBanned)
        line.add("busy", isBusy)
        line.add("last_code", lastCode?.word)
        line.add("last_text", lastText)
        line.add("last_at", lastUnixMilliseconds)
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        device = try fields.string("device")
        type = try fields.string("type")
        kind = try DeviceKind(fields)
        targets = try fields.nodes("targets")
        targetsKnown = try fields.bool("targets_known")
        priority = try fields.integer("priority")
        timeoutMilliseconds = try fields.optionalInteger("timeout_ms")
        delayBaseMilliseconds = try fields.integer("delay_base_ms")
        delayMaxMilliseconds = try fields.integer("delay_max_ms")
        group = try fields.optionalString("group")
        isBanned = try fields.bool("banned")
        isBusy = try fields.bool("busy")
        lastCode = try fields.optionalCode("last_code")
        lastText = try fields.string("last_text")
        lastUnixMilliseconds = try fields.optionalInteger("last_at")
    }
}

extension DeviceKind {
    /// The stable word of the wire and of `--json`.
    public var word: String {
        switch self {
        case .power: "power"
        case .check: "check"
        case .person: "person"
        }
    }

    fileprivate init?(_ fields: JSONFields) throws(ControlError) {
        switch try fields.optionalString("kind") {
        case "power": self = .power(evidenceMax: try fields.evidence("evidence_max"))
        case "check": self = .check
        case "person": self = .person
        case nil: return nil
        default: throw fields.bad("kind", "one of \"power\", \"check\", \"person\"")
        }
    }
}
