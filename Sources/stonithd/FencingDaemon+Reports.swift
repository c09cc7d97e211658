import ClusterModel
import Control
import FencingCore
import Runtime

/// What the daemon shows of itself.
extension FencingDaemon {
    func status() -> DaemonStatus {
        var status = DaemonStatus(node: options.node, sinceUnixMilliseconds: since, release: Release.number)
        status.targets = core.targetStatuses().map(report)
        status.devices = deviceReports()
        status.holds = core.holds(at: .now()).map(FencingCore.words)
        status.lostLogLines = log.lostLines
        status.warnings = registry.ids.compactMap { id in registry[id]?.problem.map { "device \(id): \($0)" } }
        status.warnings += alerts.warnings + consoles.warnings
        let open = core.openRecords()
        status.requests = fitting(open, bytes: ControlLimits.answerBytesMax / 2, newestFirst: false)
        if status.requests.count < open.count {
            status.warnings.append("\(open.count) requests are open; the first \(status.requests.count) are shown")
        }
        return status
    }

    private func report(_ target: FencingTargetStatus) -> TargetReport {
        var report = TargetReport(
            node: target.node, state: Self.state(target.state), text: target.text,
            levels: target.levels.map { .init(level: $0.number, devices: $0.devices.map(\.id)) })
        if let record = core.blocking(target.node) {
            report.steps = unblockSteps(target.node, record)
            report.worksAgain = probes.well(for: target.node)
        }
        report.last = target.last?.verdict?.outcome
        report.lastUnixMilliseconds = target.last.map { $0.arrivedUnixMilliseconds + ($0.milliseconds ?? 0) }
        return report
    }

    private static func state(_ state: FencingTargetStatus.State) -> TargetReport.State {
        switch state {
        case .idle: .idle
        case .fencing: .fencing
        case .waitingForPerson: .waitingForPerson
        case .blocked: .blocked
        }
    }

    func deviceReports() -> [DeviceReport] {
        registry.ids.compactMap { id in
            guard let device = registry[id] else { return nil }
            var report = DeviceReport(device.configuration, on: options.node)
            report.kind = device.kind
            if let learnt = device.learntTargets { (report.targets, report.targetsKnown) = (learnt, true) }
            report.isBusy = core.isBusy(device: id)
            report.lastCode = device.lastOutcome?.code
            report.lastText = device.problem ?? device.lastOutcome?.text ?? ""
            report.lastUnixMilliseconds = device.lastUnixMilliseconds
            return report
        }
    }

    /// The newest, as many as are asked for and fit into one line.
    func history(of node: NodeName?, limit: Int64?) -> [FencingRecord] {
        let all = core.closedRecords + core.openRecords()
        let wanted = all.filter { node == nil || $0.request.target == node }
        let newest = Array(wanted.suffix(Int(limit ?? ControlLimits.historyEntriesMax)))
        return fitting(newest, bytes: ControlLimits.answerBytesMax - 4096, newestFirst: true)
    }

    /// As many as fit, in the order in which they were.
    private func fitting(_ records: [FencingRecord], bytes: Int, newestFirst: Bool) -> [FencingRecord] {
        var room = bytes
        var entries: [FencingRecord] = []
        for record in newestFirst ? records.reversed() : records {
            room -= record.json.text.utf8.count + 1
            guard room > 0 else { break }
            entries.append(record)
        }
        return newestFirst ? entries.reversed() : entries
    }

    // MARK: Events for those who wait and watch

    func publish(_ fact: FencingFact) {
        guard let target = fact.target, let body = body(of: fact) else { return }
        for id in fact.requests { send(event(id, target, body), toWaiting: !isClosing(fact)) }
    }

    /// `done` reaches whoever waits for it with the answer.
    private func isClosing(_ fact: FencingFact) -> Bool {
        if case .closed = fact.kind { return true }
        return false
    }

    private func send(_ event: Control.FencingEvent, toWaiting: Bool) {
        let connections = watchers + (toWaiting ? attached[event.id] ?? [] : [])
        guard !connections.isEmpty else { return }
        let line = DaemonMessage.event(event).encoded()
        for connection in connections { connection.send(line: line) }
    }

    func publishProgress(of action: ActionID, device: String, _ text: String) {
        guard let (target, requests) = core.requests(of: action) else { return }
        for id in requests { send(event(id, target, .progress(device: device, text: text)), toWaiting: true) }
    }

    func event(_ id: RequestID, _ node: NodeName, _ body: Control.FencingEvent.Body) -> Control.FencingEvent {
        let known = core.record(of: id)?.request.deadline
        let deadline = known ?? .now()
        return Control.FencingEvent(
            id: id, node: node, unixMilliseconds: LogStamp.unixMilliseconds(),
            leftMilliseconds: max(0, deadline.milliseconds(since: .now())), notAfter: known, body)
    }

    private func body(of fact: FencingFact) -> Control.FencingEvent.Body? {
        switch fact.kind {
        case .accepted(let request):
            .accepted(action: request.action, client: request.client, reason: request.reason)
        case .joined(_, let other): .joined(with: other)
        case .queued: .queued
        case .awaitsLists(let devices):
            .progress(
                device: "",
                text: "no device is known to control it; waiting for the lists of \(devices.joined(separator: ", "))")
        case .delayed(let milliseconds): .delayed(milliseconds: milliseconds)
        case .levelBegan(let number, let count, let devices): .level(number, of: count, devices: devices)
        case .actionBegan(let step): .began(step)
        case .actionEnded(let step): .ended(step)
        case .operatorNeeded(let level, let device, _): .person(level: level, device: device)
        case .confirmed(let confirmation): .confirmed(confirmation)
        case .closed(let record): .done(record)
        case .notDurable(let device):
            .progress(device: device, text: "it begins although the journal cannot be written now")
        case .repeated(let device, let action):
            .progress(device: device, text: "nobody knows what came of it; \(action.name) is done again")
        case .retried(let device, let action, let attempt):
            .progress(device: device, text: "it failed; \(action.name) is tried again, try \(attempt)")
        case .resumed(let level):
            .progress(device: "", text: level.map { "stonithd was lost; it goes on at level \($0)" } ?? "it goes on")
        case .levelFailed, .lateSuccess, .held, .released: nil
        }
    }
}
