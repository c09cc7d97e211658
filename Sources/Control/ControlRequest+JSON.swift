import ClusterModel
import Wire

extension ControlRequest {
    /// Reads one line, without its end. What is thrown carries the line's verb and tag as far as they could be read,
    /// and can be sent back as it is.
    public init(decoding line: ArraySlice<UInt8>) throws(ControlError) {
        let fields = try JSONFields(line: line, ControlLimits.request)
        let tag = try fields.has("tag") ? fields.plainText("tag", bytesMax: ControlLimits.tagBytesMax) : nil
        let name = try fields.string("verb")
        do {
            self.init(try Verb(name, fields), tag: tag)
        } catch {
            throw error.answering(verb: error.code == .unknownVerb ? nil : name, tag: tag)
        }
    }

    /// The line, with its end.
    public func encoded() -> [UInt8] {
        var line = JSONLine()
        line.add("verb", verb.name)
        if let tag { line.add("tag", tag) }
        switch verb {
        case .fence(let order): order.add(to: &line)
        case .cancel(let id), .console(let id): line.add("id", id.description)
        case .inspect(let node): line.add("node", node.description)
        case .confirm(let order): order.add(to: &line)
        case .release(let node): if let node { line.add("node", node.description) }
        case .history(let node, let limit):
            if let node { line.add("node", node.description) }
            if let limit { line.add("limit", limit) }
        case .monitor(let device): line.add("device", device)
        case .status, .devices, .watch: break
        }
        return line.bytes
    }
}

extension ControlRequest.Verb {
    fileprivate init(_ name: String, _ fields: JSONFields) throws(ControlError) {
        switch name {
        case "fence": self = .fence(try FenceOrder(fields))
        case "cancel": self = .cancel(try fields.requestID("id"))
        case "inspect": self = .inspect(try fields.node("node"))
        case "confirm": self = .confirm(try ConfirmOrder(fields))
        case "release": self = .release(try fields.optionalNode("node"))
        case "status": self = .status
        case "devices": self = .devices
        case "history":
            let limit = try fields.optionalInteger("limit", in: 1...ControlLimits.historyEntriesMax)
            self = .history(node: try fields.optionalNode("node"), limit: limit)
        case "console": self = .console(try fields.requestID("id"))
        case "monitor":
            let device = try fields.plainText("device", bytesMax: ControlLimits.deviceBytesMax)
            guard !device.isEmpty else { throw fields.bad("device", "the id of a device") }
            self = .monitor(device: device)
        case "watch": self = .watch
        default: throw ControlError(.unknownVerb, "this daemon has no such verb")
        }
    }
}

extension FenceOrder {
    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(id: try fields.requestID("id"), node: try fields.node("node"))
        action = try fields.optionalPowerAction("action")
        let grades = Evidence.allCases.filter { $0 > .none }
        minimumEvidence = try fields.optionalWord("minimum_evidence", grades, \.word) ?? .silent
        allowsSelf = try fields.bool("self")
        reason = try fields.plainText("reason", bytesMax: ControlLimits.reasonBytesMax)
        timeoutMilliseconds = try fields.optionalInteger("timeout_ms", in: 1...ControlLimits.timeoutMillisecondsMax)
        notAfter = try fields.optionalInteger("not_after", in: 0...Int64.max).map(Instant.init(milliseconds:))
    }

    fileprivate func add(to line: inout JSONLine) {
        line.add("id", id.description)
        line.add("node", node.description)
        if let action { line.add("action", action.name) }
        line.add("minimum_evidence", minimumEvidence.word)
        if allowsSelf { line.add("self", true) }
        if !reason.isEmpty { line.add("reason", reason) }
        if let timeoutMilliseconds { line.add("timeout_ms", timeoutMilliseconds) }
        if let notAfter { line.add("not_after", notAfter.milliseconds) }
    }
}

extension ConfirmOrder {
    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(node: try fields.node("node"), manner: try fields.word("manner", Confirmation.Manner.self))
        terminal = try fields.plainText("terminal", bytesMax: ControlLimits.terminalBytesMax)
        withoutRequest = try fields.bool("no_request")
        requests = try fields.requestIDs("requests")
    }

    fileprivate func add(to line: inout JSONLine) {
        line.add("node", node.description)
        line.add("manner", manner.rawValue)
        line.add("terminal", terminal)
        if withoutRequest { line.add("no_request", true) }
        if !requests.isEmpty { line.add("requests", requests.map(\.description)) }
    }
}
