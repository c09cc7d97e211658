import ClusterModel
import Control
import Testing

/// Values with something in each of their members.
enum Samples {
    static func node(_ name: String) -> NodeName {
        guard let node = NodeName(name) else { preconditionFailure("\(name) is no node name") }
        return node
    }

    static func id(_ name: String) -> RequestID {
        guard let id = RequestID(name) else { preconditionFailure("\(name) is no request name") }
        return id
    }

    static func order(_ request: ControlRequest) -> FenceOrder? {
        if case .fence(let order) = request.verb { order } else { nil }
    }

    static let requests: [ControlRequest] = {
        var order = FenceOrder(id: id("r1"), node: node("pm01"), action: .off, minimumEvidence: .readBack)
        order.allowsSelf = true
        order.reason = "storage heartbeat lost \"twice\" – ä\\"
        order.timeoutMilliseconds = 5000
        order.notAfter = Instant(milliseconds: 123_456)
        return [
            ControlRequest(.fence(order), tag: "7"), ControlRequest(.fence(FenceOrder(id: id("a"), node: node("b")))),
            ControlRequest(.cancel(id("r1"))), ControlRequest(.release(nil)), ControlRequest(.release(node("pm01"))),
            ControlRequest(.inspect(node("pm01"))),
            ControlRequest(.confirm(ConfirmOrder(node: node("pm01"), manner: .typed, terminal: "pts/0"))),
            ControlRequest(.confirm(ConfirmOrder(node: node("pm01"), manner: .forced, withoutRequest: true))),
            ControlRequest(.status, tag: ""), ControlRequest(.devices), ControlRequest(.history(node: nil, limit: nil)),
            ControlRequest(.history(node: node("pm01"), limit: 5)), ControlRequest(.monitor(device: "stonith1-2")),
            ControlRequest(.console(id("r1"))),
            ControlRequest(.watch, tag: "w"),
        ]
    }()

    // MARK: Answers

    static let step: FencingRecord.Step = {
        var step = FencingRecord.Step(
            level: 2, device: "stonith1-2", type: "external/ipmi", action: .reset, pid: 735, startMilliseconds: 12)
        step.plug = "4"
        step.attempt = 2
        step.milliseconds = 40
        step.code = .timeout
        step.evidence = .accepted
        step.cause = "silent"
        step.text = "no answer\nfrom 192.168.1.1"
        return step
    }()

    static let verdict: FencingVerdict = {
        var verdict = FencingVerdict(.fenced, cause: .timeUp, evidence: .silent, text: "a person said so")
        verdict.confirmation = Confirmation(user: "root", terminal: "pts/0", manner: .forced, life: ["its power is on"])
        verdict.level = 3
        verdict.devices = ["stonith1-3"]
        verdict.isAccessOnly = true
        verdict.remarks = ["it could not be powered on again"]
        return verdict
    }()

    static let openRecord = FencingRecord(
        request: FencingRequest(
            id: id("r1"), target: node("pm01"), action: .reset, minimumEvidence: .accepted,
            deadline: Instant(milliseconds: 99_000), allowsSelf: true, client: "stonith fence (pid 735, uid 0)",
            reason: "test"),
        executor: node("pm02"), arrivedUnixMilliseconds: 1_700_000_000_000)

    static let record: FencingRecord = {
        var record = openRecord
        record.milliseconds = 4711
        record.verdict = verdict
        record.steps = [
            step, FencingRecord.Step(level: 1, device: "a", type: "null", action: .on, startMilliseconds: 0),
        ]
        record.console = .init(device: "stonith1-2", bytesBefore: 60_000, bytesDuring: 17, kept: id("r0"))
        return record
    }()

    static let device: DeviceReport = {
        var device = DeviceConfiguration(id: "stonith1-2", type: step.deviceType, targets: .listed([node("pm01")]))
        device.priority = 2
        device.timeoutMilliseconds = 20_000
        device.delayBaseMilliseconds = 1
        device.delayMaxMilliseconds = 2
        device.group = "grp1"
        device.bans = [.on(node("pm01"))]
        var report = DeviceReport(device, on: node("pm01"))
        report.kind = .power(evidenceMax: .readBack)
        report.isBusy = true
        report.lastCode = .ok
        report.lastText = "power is off"
        report.lastUnixMilliseconds = 5
        return report
    }()

    static let status: DaemonStatus = {
        var status = DaemonStatus(node: node("pm02"), sinceUnixMilliseconds: 1, release: "0.2.0")
        var target = TargetReport(
            node: node("pm01"), state: .waitingForPerson, text: "meatware asks",
            levels: [.init(level: 1, devices: ["a", "b"])])
        target.last = .held
        target.steps = ["ask again", "or power it off"]
        target.worksAgain = ["a"]
        target.lastUnixMilliseconds = 9
        status.requests = [openRecord, record]
        status.targets = [target, TargetReport(node: node("pm02"), state: .idle)]
        status.devices = [device]
        status.lostLogLines = 3
        status.warnings = ["the clock is wrong"]
        return status
    }()

    static let bodies: [FencingEvent.Body] = [
        .accepted(action: .off, client: "stonith fence", reason: "why not"), .joined(with: id("r0")), .queued,
        .delayed(milliseconds: 5000), .level(1, of: 3, devices: ["a", "b"]), .began(openStep), .ended(step),
        .progress(device: "a", text: "1 of 5"), .person(level: 3, device: "meat"), .done(record), .done(openRecord),
        .confirmed(Confirmation(user: "ken", terminal: "", manner: .answered)),
    ]

    static let openStep = FencingRecord.Step(
        level: 1, device: "a", type: "null", action: .on, pid: 1, startMilliseconds: 0)

    static let replies: [ControlReply.Body] = [
        .cancel, .release, .watch, .confirm([id("r1"), id("r2")]), .status(status), .devices([device]),
        .history([record, openRecord]), .inspect(Inspection(node: node("a"), isWaiting: true)),
        .inspect(Inspection(node: node("a"), isWaiting: false, requests: [id("r")], life: ["192.168.1.1 answers"])),
        .console(ConsoleReport(id: id("r1"), text: "Kernel panic\n\t\"quoted\" 雪\n")),
        .monitor(
            MonitorReport(
                device: "a", type: "null", outcome: AgentOutcome(code: .access, text: "no", cause: "wrong-password"),
                milliseconds: 3)),
    ]

    static let error: ControlError = {
        var error = ControlError(.alive, "it lives", member: "node").answering(verb: "confirm", tag: "t")
        error.life = ["its power is on"]
        error.versions = [1]
        return error
    }()

    static let messages: [DaemonMessage] =
        bodies.map {
            .event(FencingEvent(id: id("r1"), node: node("pm01"), unixMilliseconds: 7, leftMilliseconds: 5, $0))
        } + replies.map { .reply(ControlReply($0, tag: "t")) } + [
            .reply(ControlReply(.cancel)), .error(error), .error(ControlError(.stopping, "it ends")),
            .hello(DaemonHello(version: 1, node: node("pm02"), release: "0.2.0", pid: 735, may: [.read])),
        ]
}

extension FencingRecord.Step {
    var deviceType: DeviceType {
        guard let type = DeviceType(type) else { preconditionFailure("\(type) is no type") }
        return type
    }
}
