import ClusterModel
import Wire

/// What the daemon says of itself and of its targets.
public struct DaemonStatus: Sendable, Equatable {
    public var node: NodeName
    /// When it started, in milliseconds since 1970.
    public var sinceUnixMilliseconds: Int64
    public var release: String
    /// The open ones.
    public var requests: [FencingRecord]
    public var targets: [TargetReport]
    public var devices: [DeviceReport]
    /// What holds fencing back now, in words for an operator.
    public var holds: [String]
    public var lostLogLines: Int64
    public var warnings: [String]

    public init(node: NodeName, sinceUnixMilliseconds: Int64, release: String) {
        self.node = node
        self.sinceUnixMilliseconds = sinceUnixMilliseconds
        self.release = release
        requests = []
        targets = []
        devices = []
        holds = []
        lostLogLines = 0
        warnings = []
    }

    func add(to line: inout JSONLine) {
        line.add("node", node.description)
        line.add("since", sinceUnixMilliseconds)
        line.add("release", release)
        line.add("requests", requests.map(\.json))
        line.add("targets", targets.map(\.json))
        line.add("devices", devices.map(\.json))
        line.add("holds", holds)
        line.add("lost_log_lines", lostLogLines)
        line.add("warnings", warnings)
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            node: try fields.node("node"), sinceUnixMilliseconds: try fields.integer("since"),
            release: try fields.string("release"))
        requests = try fields.objects("requests") { fields throws(ControlError) in try FencingRecord(fields) }
        targets = try fields.objects("targets") { fields throws(ControlError) in try TargetReport(fields) }
        devices = try fields.objects("devices") { fields throws(ControlError) in try DeviceReport(fields) }
        holds = try fields.has("holds") ? fields.strings("holds") : []
        lostLogLines = try fields.integer("lost_log_lines")
        warnings = try fields.strings("warnings")
    }
}

/// What the daemon says of one node that it can fence.
public struct TargetReport: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        case idle
        case fencing
        case waitingForPerson = "waiting for a person"
        /// No device is left that could fence it.
        case blocked
    }

    public struct Level: Sendable, Equatable {
        public var level: Int
        public var devices: [String]

        public init(level: Int, devices: [String]) {
            self.level = level
            self.devices = devices
        }
    }

    public var node: NodeName
    public var state: State
    /// The state in a few words for an operator.
    public var text: String
    /// How the last request ended, and when, in milliseconds since 1970.
    public var last: FencingVerdict.Outcome?
    public var lastUnixMilliseconds: Int64?
    public var levels: [Level]
    /// What would unblock it, in this order; empty when it is not blocked.
    public var steps: [String]
    /// Devices that failed it and work again.
    public var worksAgain: [String]

    public init(node: NodeName, state: State, text: String = "", levels: [Level] = []) {
        self.node = node
        self.state = state
        self.text = text
        self.levels = levels
        steps = []
        worksAgain = []
    }
}

extension TargetReport {
    var json: JSONLine {
        var line = JSONLine()
        line.add("node", node.description)
        line.add("state", state.rawValue)
        line.add("text", text)
        line.add("last", last?.rawValue)
        line.add("last_at", lastUnixMilliseconds)
        line.add("levels", levels.map(\.json))
        line.add("steps", steps)
        line.add("works_again", worksAgain)
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            node: try fields.node("node"), state: try fields.word("state", State.self), text: try fields.string("text"))
        last = try fields.optionalWord("last", FencingVerdict.Outcome.self)
        lastUnixMilliseconds = try fields.optionalInteger("last_at")
        levels = try fields.objects("levels") { fields throws(ControlError) in try Level(fields) }
        steps = try fields.strings("steps")
        worksAgain = try fields.strings("works_again")
    }
}

extension TargetReport.Level {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("level", Int64(level))
        line.add("devices", devices)
        return line
    }

    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(level: try fields.integer("level", as: Int.self), devices: try fields.strings("devices"))
    }
}
