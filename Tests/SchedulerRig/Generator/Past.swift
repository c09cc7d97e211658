import ClusterModel

/// What happened to one resource on one node, as its records tell it.
struct Past {
    private(set) var records: [OperationRecord] = []
    private let primitive: ResourceDefinition
    private let node: String
    private var call: Int
    private var moment: Int
    private var failed: OperationRecord?
    private let digests: RecordDigests

    init(_ draw: inout Draw, _ primitive: ResourceDefinition, node: String) {
        self.primitive = primitive
        self.node = node
        call = draw.number(5...60)
        moment = CIBGenerator.now - draw.pick([30, 120, 1200, 7200])
        digests = RecordDigests(primitive, node: node, isStale: draw.has(.digests, 15))
    }

    // MARK: As things should be

    /// It runs here: it was started, or a probe found it.
    mutating func run(_ draw: inout Draw) {
        if draw.chance(90) { add("start", 0, code: 0) } else { add("monitor", 0, code: 0) }
        for interval in recurringIntervals() where draw.chance(92) { add("monitor", interval, code: 0) }
        if draw.has(.operations, 5) { add("monitor", 33_000, code: 0) }
        if draw.has(.rareHistory, 10) { add("monitor", 10_000, code: draw.pick([190, 0])) }
        if draw.has(.rareHistory, 5) { add("monitor", 10_000, code: 0, status: .cancelled) }
    }

    /// It does not run here: it was stopped, or a probe did not find it.
    mutating func rest(_ draw: inout Draw) {
        if draw.chance(80) { return add("monitor", 0, code: 7) }
        let old = recurringIntervals().filter { _ in draw.chance(50) }
        for interval in old { add("monitor", interval, code: 0) }
        add("stop", 0, code: 0)
    }

    /// Of the monitors that run while it is started.
    private func recurringIntervals() -> [Int] {
        primitive.operations
            .filter { $0.name == "monitor" && $0.attributes["role"] != "Stopped" }
            .compactMap { IntervalText.milliseconds($0.attributes["interval"] ?? "0") }
    }

    // MARK: As they should not be

    mutating func fail(_ draw: inout Draw, runsHere: Bool) {
        let code = draw.has(.hardErrors, 30) ? draw.pick([2, 3, 4, 5, 6]) : draw.pick([1, 1, 7])
        switch draw.below(10) {
        case ..<4 where runsHere:
            run(&draw)
            addFailure(&draw, "monitor", draw.pick(recurringIntervals() + [10_000]), code: code)
        case ..<7:
            add("monitor", 0, code: 7)
            if draw.chance(80) { records.removeAll() }
            addFailure(&draw, "start", 0, code: code == 7 ? 1 : code)
            if draw.chance(30) {
                records.removeAll { $0.id.hasSuffix("_last_0") }
                add("stop", 0, code: 0)
            }
        case 7:
            add("start", 0, code: 0)
            records.removeAll()
            addFailure(&draw, "stop", 0, code: code == 7 ? 1 : code)
        default:
            addFailure(&draw, "monitor", 0, code: code == 7 ? 1 : code)
        }
    }

    /// The last record of a failure stands twice, unless the operation recurs.
    private mutating func addFailure(_ draw: inout Draw, _ operation: String, _ interval: Int, code: Int) {
        let timedOut = code == 1 && draw.chance(25)
        var status: OperationRecord.Status = timedOut ? .timedOut : draw.chance(30) ? .error : .done
        if draw.has(.rareHistory, 30) {
            status = draw.pick([.notSupported, .errorHard, .errorFatal, .notInstalled, .notConnected, .invalid])
        }
        add(operation, interval, code: code, status: status)
        guard var record = records.last else { return }
        record.id = "\(primitive.id)_last_failure_0"
        if interval > 0, draw.chance(70) { records.removeLast() }
        records.append(record)
        failed = record
    }

    /// An operation that was asked for and has not ended.
    mutating func leavePending(_ draw: inout Draw, runsHere: Bool) {
        if runsHere { run(&draw) } else { rest(&draw) }
        let operation = runsHere ? draw.pick(["stop", "monitor"]) : draw.pick(["start", "start", "monitor"])
        let interval = operation == "monitor" && runsHere ? recurringIntervals().first ?? 10_000 : 0
        add(operation, interval, code: 193, status: .pending)
        records[records.count - 1].callID = -1
    }

    /// Attributes of the node that go with the failure; sometimes only there, sometimes only in the history.
    func failCounts(_ draw: inout Draw) -> [(String, String)] {
        guard let failed, draw.chance(85) else { return [] }
        let key = "\(primitive.id)#\(failed.operation)_\(failed.intervalMilliseconds)"
        let count = failed.operation == "monitor" ? draw.pick(["1", "2", "3"]) : draw.pick(["INFINITY", "1", "2"])
        return [("fail-count-\(key)", count), ("last-failure-\(key)", String(failed.lastChange))]
    }

    // MARK: Records

    /// Replaces the record of the same id: only the last one of a kind is kept.
    private mutating func add(
        _ operation: String, _ interval: Int, code: Int, status: OperationRecord.Status = .done
    ) {
        let id = interval == 0 ? "\(primitive.id)_last_0" : "\(primitive.id)_\(operation)_\(interval)"
        records.removeAll { $0.id == id }
        call += 1
        moment += 1
        var record = OperationRecord(id: id, operation: operation)
        record.intervalMilliseconds = interval
        record.callID = call
        record.code = code
        record.status = status
        let expected = operation == "monitor" && interval == 0 ? 7 : 0
        record.transitionKey = "\(call):3:\(expected):5ed0a1f0-0000-4000-8000-00000000beef"
        record.transitionMagic = "\(status.rawValue):\(code);\(record.transitionKey)"
        record.lastChange = moment
        record.operationKey = "\(primitive.id)_\(operation)_\(interval)"
        record.others = [
            "crm_feature_set": CIBGenerator.featureSet, "on_node": node, "exec-time": "12", "queue-time": "0",
        ]
        digests.sign(&record)
        records.append(record)
    }
}
