import ClusterModel
import Wire

/// Something that happened to a request: sent to whoever asked for it, and to whoever watches.
public struct FencingEvent: Sendable, Equatable {
    public enum Body: Sendable, Equatable {
        case accepted(action: AgentAction, client: String, reason: String)
        /// The same is done already for another request.
        case joined(with: RequestID)
        /// Something else is done on the target first.
        case queued
        /// Nothing begins for so long.
        case delayed(milliseconds: Int64)
        case level(Int, of: Int, devices: [String])
        case began(FencingRecord.Step)
        case progress(device: String, text: String)
        case ended(FencingRecord.Step)
        /// An operator is asked.
        case person(level: Int, device: String)
        case confirmed(Confirmation)
        /// The last event of a request.
        case done(FencingRecord)
    }

    public var id: RequestID
    public var node: NodeName
    /// By the daemon's clock, in milliseconds since 1970.
    public var unixMilliseconds: Int64
    /// Of the request's budget.
    public var leftMilliseconds: Int64
    /// The request's deadline; nil where the daemon does not say.
    public var notAfter: Instant?
    public var body: Body

    public init(
        id: RequestID, node: NodeName, unixMilliseconds: Int64, leftMilliseconds: Int64, notAfter: Instant? = nil,
        _ body: Body
    ) {
        self.notAfter = notAfter
        self.id = id
        self.node = node
        self.unixMilliseconds = unixMilliseconds
        self.leftMilliseconds = leftMilliseconds
        self.body = body
    }

    var line: JSONLine {
        var line = JSONLine()
        line.add("event", body.name)
        line.add("id", id.description)
        line.add("node", node.description)
        line.add("time", unixMilliseconds)
        line.add("left_ms", leftMilliseconds)
        if let notAfter, !body.isLast { line.add("not_after", notAfter.milliseconds) }
        body.add(to: &line)
        return line
    }

    /// Nil for an event that this release does not know.
    init?(_ name: String, _ fields: JSONFields) throws(ControlError) {
        guard let body = try Body(name, fields) else { return nil }
        self.init(
            id: try fields.requestID("id"), node: try fields.node("node"),
            unixMilliseconds: try fields.integer("time"), leftMilliseconds: try fields.integer("left_ms"),
            notAfter: body.isLast ? nil : try fields.optionalInteger("not_after").map(Instant.init(milliseconds:)), body
        )
    }
}

extension FencingEvent.Body {
    /// `done` says the deadline with the rest of its record.
    fileprivate var isLast: Bool {
        if case .done = self { return true }
        return false
    }

    /// As it stands on the wire.
    public var name: String {
        switch self {
        case .accepted: "accepted"
        case .joined: "joined"
        case .queued: "queued"
        case .delayed: "delayed"
        case .level: "level"
        case .began: "began"
        case .progress: "progress"
        case .ended: "ended"
        case .person: "person"
        case .confirmed: "confirmed"
        case .done: "done"
        }
    }

    fileprivate func add(to line: inout JSONLine) {
        switch self {
        case .accepted(let action, let client, let reason):
            line.add("action", action.name)
            line.add("client", client)
            line.add("reason", reason)
        case .joined(let id): line.add("with", id.description)
        case .queued: break
        case .delayed(let milliseconds): line.add("ms", milliseconds)
        case .level(let level, let levels, let devices):
            line.add("level", Int64(level))
            line.add("levels", Int64(levels))
            line.add("devices", devices)
        case .began(let step), .ended(let step): step.add(to: &line)
        case .progress(let device, let text):
            line.add("device", device)
            line.add("text", text)
        case .person(let level, let device):
            line.add("level", Int64(level))
            line.add("device", device)
        case .confirmed(let confirmation): confirmation.add(to: &line)
        case .done(let record): record.add(to: &line)
        }
    }

    fileprivate init?(_ name: String, _ fields: JSONFields) throws(ControlError) {
        switch name {
        case "accepted":
            self = .accepted(
                action: try fields.powerAction("action"), client: try fields.string("client"),
                reason: try fields.string("reason"))
        case "joined": self = .joined(with: try fields.requestID("with"))
        case "queued": self = .queued
        case "delayed": self = .delayed(milliseconds: try fields.integer("ms"))
        case "level":
            self = .level(
                try fields.integer("level", as: Int.self), of: try fields.integer("levels", as: Int.self),
                devices: try fields.strings("devices"))
        case "began": self = .began(try FencingRecord.Step(fields))
        case "progress": self = .progress(device: try fields.string("device"), text: try fields.string("text"))
        case "ended": self = .ended(try FencingRecord.Step(fields))
        case "person":
            self = .person(level: try fields.integer("level", as: Int.self), device: try fields.string("device"))
        case "confirmed": self = .confirmed(try Confirmation(fields))
        case "done": self = .done(try FencingRecord(fields))
        default: return nil
        }
    }
}
