import ClusterModel
import Wire

/// The one answer to every request but `fence`, which is answered by events.
public struct ControlReply: Sendable, Equatable {
    public enum Body: Sendable, Equatable {
        case cancel
        case inspect(Inspection)
        /// The requests that the confirmation ended.
        case confirm([RequestID])
        case release
        case status(DaemonStatus)
        case devices([DeviceReport])
        /// The newest last.
        case history([FencingRecord])
        case console(ConsoleReport)
        case monitor(MonitorReport)
        /// Events of every request follow.
        case watch
    }

    public var body: Body
    /// The request's.
    public var tag: String?

    public init(_ body: Body, tag: String? = nil) {
        self.body = body
        self.tag = tag
    }

    var line: JSONLine {
        var line = JSONLine()
        line.add("event", "reply")
        line.add("verb", body.verb)
        if let tag { line.add("tag", tag) }
        body.add(to: &line)
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(try Body(try fields.string("verb"), fields), tag: try fields.optionalString("tag"))
    }
}

/// What a look at a node before a confirmation shows.
public struct Inspection: Sendable, Equatable {
    public var node: NodeName
    /// Whether a person is being asked about it.
    public var isWaiting: Bool
    public var requests: [RequestID]
    /// What shows that it lives.
    public var life: [String]

    public init(node: NodeName, isWaiting: Bool, requests: [RequestID] = [], life: [String] = []) {
        self.node = node
        self.isWaiting = isWaiting
        self.requests = requests
        self.life = life
    }
}

/// What a node said on its serial console before and during a request.
public struct ConsoleReport: Sendable, Equatable {
    public var id: RequestID
    /// Lines that command no terminal; at most 64 KiB.
    public var text: String

    public init(id: RequestID, text: String) {
        self.id = id
        self.text = text
    }
}

/// How a look at one device ended.
public struct MonitorReport: Sendable, Equatable {
    public var device: String
    public var type: String
    public var code: OperationCode
    public var cause: String?
    public var text: String
    public var evidence: Evidence
    public var milliseconds: Int64

    public init(device: String, type: String, outcome: AgentOutcome, milliseconds: Int64) {
        self.device = device
        self.type = type
        code = outcome.code
        cause = outcome.cause
        text = outcome.text
        evidence = outcome.evidence
        self.milliseconds = milliseconds
    }
}

extension ControlReply.Body {
    /// Of the request that it answers.
    public var verb: String {
        switch self {
        case .cancel: "cancel"
        case .inspect: "inspect"
        case .confirm: "confirm"
        case .release: "release"
        case .status: "status"
        case .devices: "devices"
        case .history: "history"
        case .console: "console"
        case .monitor: "monitor"
        case .watch: "watch"
        }
    }

    fileprivate func add(to line: inout JSONLine) {
        switch self {
        case .cancel, .release, .watch: break
        case .inspect(let inspection): inspection.add(to: &line)
        case .confirm(let requests): line.add("requests", requests.map(\.description))
        case .status(let status): status.add(to: &line)
        case .devices(let devices): line.add("devices", devices.map(\.json))
        case .history(let entries): line.add("entries", entries.map(\.json))
        case .console(let report): report.add(to: &line)
        case .monitor(let report): report.add(to: &line)
        }
    }

    fileprivate init(_ verb: String, _ fields: JSONFields) throws(ControlError) {
        switch verb {
        case "cancel": self = .cancel
        case "inspect": self = .inspect(try Inspection(fields))
        case "confirm": self = .confirm(try fields.requestIDs("requests"))
        case "release": self = .release
        case "status": self = .status(try DaemonStatus(fields))
        case "devices":
            self = .devices(try fields.objects("devices") { fields throws(ControlError) in try DeviceReport(fields) })
        case "history":
            self = .history(try fields.objects("entries") { fields throws(ControlError) in try FencingRecord(fields) })
        case "console": self = .console(try ConsoleReport(fields))
        case "monitor": self = .monitor(try MonitorReport(fields))
        case "watch": self = .watch
        default: throw fields.bad("verb", "a verb that this release knows")
        }
    }
}

extension Inspection {
    fileprivate func add(to line: inout JSONLine) {
        line.add("node", node.description)
        line.add("waiting", isWaiting)
        line.add("requests", requests.map(\.description))
        line.add("life", life)
    }

    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            node: try fields.node("node"), isWaiting: try fields.bool("waiting"),
            requests: try fields.requestIDs("requests"), life: try fields.strings("life"))
    }
}

extension ConsoleReport {
    fileprivate func add(to line: inout JSONLine) {
        line.add("id", id.description)
        line.add("text", text)
    }

    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(id: try fields.requestID("id"), text: try fields.string("text"))
    }
}

extension MonitorReport {
    fileprivate func add(to line: inout JSONLine) {
        line.add("device", device)
        line.add("type", type)
        line.add("code", code.word)
        line.add("cause", cause)
        line.add("text", text)
        line.add("evidence", evidence.word)
        line.add("ms", milliseconds)
        line.add("exit", Int64(code.exitStatus))
    }

    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        device = try fields.string("device")
        type = try fields.string("type")
        code = try fields.word("code", OperationCode.allCases, \.word)
        cause = try fields.optionalString("cause")
        text = try fields.string("text")
        evidence = try fields.evidence("evidence")
        milliseconds = try fields.integer("ms")
    }
}
