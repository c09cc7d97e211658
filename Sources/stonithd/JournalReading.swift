import ClusterModel
import Control
import FencingCore
import Wire

/// What the journal tells a daemon that starts.
struct JournalReading {
    /// Answered requests, oldest first. The deadlines of other boots mean nothing and are zero.
    private(set) var records: [FencingRecord] = []
    /// Of this boot: nothing of another one is ever carried out.
    private(set) var entries: [JournalEntry] = []
    /// Requests of `records` that were held until an operator lifted the hold.
    private(set) var released: Set<RequestID> = []
    /// When each fence that counts for storms and loops began, by the wall clock; what was released does not count.
    private(set) var fences: [(node: NodeName, unixMilliseconds: Int64)] = []
    /// Requests of other boots that were never answered.
    private(set) var lost: [(request: FencingRequest, unixMilliseconds: Int64)] = []
    /// The configuration in which the last level of each node began.
    private(set) var configurations: [NodeName: String] = [:]
    /// Entries that could not be understood.
    private(set) var strange = 0

    private let boot: String
    private var boots: [String: String] = [:]
    /// By run: the one that is in force where the reading has come to.
    private var inForce: [String: String] = [:]
    private var openElsewhere: [RequestID: (request: FencingRequest, unixMilliseconds: Int64)] = [:]
    private static let recordsMax = 1000

    init(boot: String) { self.boot = boot }

    /// Before all others, each entry that tells in which boot a run is: what was read of the journal may begin in the
    /// middle of one.
    mutating func learn(_ kind: String, _ body: JSONValue) {
        guard kind == "start" || kind == "configuration", case .string(let run)? = body["run"],
            case .string(let boot)? = body["boot"]
        else { return }
        boots[run] = boot
    }

    /// One entry after the other, oldest first.
    mutating func take(_ kind: String, _ body: JSONValue) {
        do throws(ControlError) { try read(kind, try JSONFields(body), body) } catch { strange += 1 }
    }

    mutating func finish() {
        lost = openElsewhere.values.sorted { $0.request.id < $1.request.id }
        records = records.suffix(Self.recordsMax)
    }

    private mutating func read(_ kind: String, _ fields: JSONFields, _ body: JSONValue) throws(ControlError) {
        let run = try fields.optionalString("run") ?? ""
        let isHere = !boot.isEmpty && boots[run] == boot
        switch kind {
        case "start", "configuration": inForce[run] = try fields.string("config")
        case "request": try request(fields, isHere: isHere)
        case "closed": try closed(body, isHere: isHere)
        case "released": released(try fields.optionalNode("target"))
        case "level" where isHere: try levelBegan(fields, run)
        case "begin" where isHere: try begins(fields)
        case "end" where isHere: try ended(fields)
        case "level-failed" where isHere:
            let node = try fields.node("target")
            entries.append(
                .levelFailed(node, device: try fields.string("device"), text: try fields.string("text")))
        case "confirmed" where isHere: entries.append(.confirmed(try fields.requestIDs("requests")))
        default: break
        }
    }

    private mutating func request(_ fields: JSONFields, isHere: Bool) throws(ControlError) {
        let request = FencingRequest(
            id: try fields.requestID("id"), target: try fields.node("target"),
            action: try fields.powerAction("action"), minimumEvidence: try fields.evidence("minimum_evidence"),
            deadline: Instant(milliseconds: try fields.integer("deadline_ms")), allowsSelf: try fields.bool("self"),
            client: try fields.string("client"), reason: try fields.string("reason"))
        let unixMilliseconds = Self.possible(try fields.integer("unix_ms"))
        guard isHere else {
            openElsewhere[request.id] = (request, unixMilliseconds)
            return
        }
        entries.append(
            .requested(
                request, unixMilliseconds: unixMilliseconds, at: Instant(milliseconds: try fields.integer("at_ms"))))
    }

    private mutating func closed(_ body: JSONValue, isHere: Bool) throws(ControlError) {
        guard let value = body["record"] else { throw ControlError(.badValue, "an end without its record") }
        var record = try FencingRecord(try JSONFields(value, "the record"))
        if isHere {
            entries.append(.closed(record.request.id))
        } else {
            record.request.deadline = .init(milliseconds: 0)
        }
        record.arrivedUnixMilliseconds = Self.possible(record.arrivedUnixMilliseconds)
        record.milliseconds = record.milliseconds.map(Self.possible)
        openElsewhere[record.request.id] = nil
        count(record)
        records.append(record)
        if records.count >= 2 * Self.recordsMax { records.removeFirst(Self.recordsMax) }
    }

    /// Nobody vouches for what stands in the journal, and with moments and spans there will be reckoning: what lies
    /// before 1970 or behind the year 9999 is none.
    private static func possible(_ milliseconds: Int64) -> Int64 { min(max(0, milliseconds), 253_402_300_799_999) }

    private mutating func count(_ record: FencingRecord) {
        guard let verdict = record.verdict, record.request.action != .on, verdict.confirmation == nil,
            verdict.outcome == .fenced || verdict.outcome == .unknown
        else { return }
        fences.append((record.request.target, record.arrivedUnixMilliseconds))
    }

    private mutating func released(_ node: NodeName?) {
        fences.removeAll { node == nil || $0.node == node }
        for record in records where record.verdict?.outcome == .held {
            if node == nil || record.request.target == node { released.insert(record.request.id) }
        }
    }

    private mutating func levelBegan(_ fields: JSONFields, _ run: String) throws(ControlError) {
        let node = try fields.node("target")
        entries.append(
            .levelBegan(
                node, number: try fields.integer("level", as: Int.self), devices: try fields.strings("devices"),
                requests: try fields.requestIDs("requests")))
        configurations[node] = inForce[run]
    }

    private mutating func begins(_ fields: JSONFields) throws(ControlError) {
        let order = ActionOrder(
            id: ActionID(UInt64(try fields.integer("action_id", in: 0...Int64.max))),
            device: try fields.string("device"), action: try fields.powerAction("action"),
            target: try fields.node("target"), plug: try fields.optionalString("plug"),
            attempt: try fields.has("attempt") ? fields.integer("attempt", as: Int.self) : 1,
            deadline: Instant(milliseconds: try fields.integer("deadline_ms")),
            leavesOff: try fields.bool("leaves_off"))
        guard let type = DeviceType(try fields.string("type")) else { throw fields.bad("type", "a type of device") }
        entries.append(
            .begins(
                order, type: type, level: try fields.integer("level", as: Int.self),
                at: Instant(milliseconds: try fields.integer("at_ms"))))
    }

    private mutating func ended(_ fields: JSONFields) throws(ControlError) {
        var outcome = AgentOutcome(
            code: try fields.optionalCode("code") ?? .unknown, evidence: try fields.evidence("evidence"),
            text: try fields.string("text"), cause: try fields.optionalString("cause"))
        outcome.outputTail = try fields.string("tail")
        let id = ActionID(UInt64(try fields.integer("action_id", in: 0...Int64.max)))
        entries.append(.ended(id, outcome, at: Instant(milliseconds: try fields.integer("at_ms"))))
    }
}
