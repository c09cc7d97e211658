import ClusterModel
import Wire

extension FencingRecord {
    /// As it stands in the history, in `done`, and in the journal.
    public var json: JSONLine {
        var line = JSONLine()
        line.add("id", request.id.description)
        line.add("node", request.target.description)
        add(to: &line)
        return line
    }

    /// Reads one object as `json` writes it.
    public init(decoding line: ArraySlice<UInt8>) throws(ControlError) {
        try self.init(try JSONFields(line: line, ControlLimits.answer))
    }

    /// All but the request's id and target, which stand first in every event.
    func add(to line: inout JSONLine) {
        line.add("action", request.action.name)
        line.add("minimum_evidence", request.minimumEvidence.word)
        line.add("self", request.allowsSelf)
        line.add("client", request.client)
        line.add("reason", request.reason)
        line.add("not_after", request.deadline.milliseconds)
        line.add("began_at", arrivedUnixMilliseconds)
        line.add("executor", executor.description)
        line.add("ms", milliseconds)
        if let verdict { verdict.add(to: &line) } else { line.add("outcome", nil as String?) }
        line.add("steps", steps.map(\.json))
        if let console { line.add("console", console.json) }
    }

    package init(_ fields: JSONFields) throws(ControlError) {
        let request = FencingRequest(
            id: try fields.requestID("id"), target: try fields.node("node"), action: try fields.powerAction("action"),
            minimumEvidence: try fields.evidence("minimum_evidence"),
            deadline: Instant(milliseconds: try fields.integer("not_after")), allowsSelf: try fields.bool("self"),
            client: try fields.string("client"), reason: try fields.string("reason"))
        self.init(
            request: request, executor: try fields.node("executor"),
            arrivedUnixMilliseconds: try fields.integer("began_at"))
        milliseconds = try fields.optionalInteger("ms")
        verdict = try fields.has("outcome") ? FencingVerdict(fields) : nil
        steps = try fields.objects("steps") { fields throws(ControlError) in try Step(fields) }
        console = try fields.optionalObject("console") { fields throws(ControlError) in try Console(fields) }
    }
}

extension FencingRecord.Console {
    fileprivate var json: JSONLine {
        var line = JSONLine()
        line.add("device", device)
        line.add("before", Int64(bytesBefore))
        line.add("during", Int64(bytesDuring))
        line.add("kept", kept.description)
        return line
    }

    fileprivate init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            device: try fields.string("device"), bytesBefore: try fields.integer("before", as: Int.self),
            bytesDuring: try fields.integer("during", as: Int.self), kept: try fields.requestID("kept"))
    }
}

extension FencingRecord.Step {
    var json: JSONLine {
        var line = JSONLine()
        add(to: &line)
        return line
    }

    func add(to line: inout JSONLine) {
        line.add("level", Int64(level))
        line.add("device", device)
        line.add("type", type)
        if let plug { line.add("plug", plug) }
        line.add("action", action.name)
        if attempt > 1 { line.add("attempt", Int64(attempt)) }
        line.add("pid", Int64(pid))
        line.add("start_ms", startMilliseconds)
        line.add("ms", milliseconds)
        line.add("code", code?.word)
        line.add("evidence", evidence.word)
        line.add("cause", cause)
        line.add("text", text)
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            level: try fields.integer("level", as: Int.self), device: try fields.string("device"),
            type: try fields.string("type"), action: try fields.powerAction("action"),
            pid: try fields.integer("pid", as: Int32.self), startMilliseconds: try fields.integer("start_ms"))
        plug = try fields.optionalString("plug")
        attempt = try fields.has("attempt") ? fields.integer("attempt", as: Int.self) : 1
        milliseconds = try fields.optionalInteger("ms")
        code = try fields.optionalCode("code")
        evidence = try fields.evidence("evidence")
        cause = try fields.optionalString("cause")
        text = try fields.string("text")
    }
}

extension FencingVerdict {
    func add(to line: inout JSONLine) {
        line.add("outcome", outcome.rawValue)
        line.add("cause", cause?.rawValue)
        line.add("evidence", evidence.word)
        if let confirmation { confirmation.add(to: &line) }
        line.add("level", level.map { Int64($0) })
        line.add("devices", devices)
        if isAccessOnly { line.add("access_only", true) }
        line.add("text", text)
        line.add("remarks", remarks)
        line.add("exit", Int64(ExitStatus(self).rawValue))
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            try fields.word("outcome", Outcome.self), cause: try fields.optionalWord("cause", Cause.self),
            evidence: try fields.evidence("evidence"), text: try fields.string("text"))
        confirmation = try fields.has("user") ? Confirmation(fields) : nil
        level = try fields.has("level") ? fields.integer("level", as: Int.self) : nil
        devices = try fields.strings("devices")
        // What was written before this word existed, does not say it.
        isAccessOnly = try fields.has("access_only") ? fields.bool("access_only") : false
        remarks = try fields.strings("remarks")
    }
}

extension Confirmation {
    func add(to line: inout JSONLine) {
        line.add("user", user)
        line.add("terminal", terminal)
        line.add("manner", manner.rawValue)
        line.add("life", life)
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(
            user: try fields.string("user"), terminal: try fields.string("terminal"),
            manner: try fields.word("manner", Manner.self), life: try fields.strings("life"))
    }
}
