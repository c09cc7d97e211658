import ClusterModel
import FencingCore
import NIOCore

/// Targets that could not be fenced: what would unblock them, and asking their devices now and then how they are.
extension FencingDaemon {
    /// To be called when a request for the node was closed, and for every node at the start.
    func lookWhetherBlocked(_ node: NodeName) {
        defer { if !isStopping { service?.say(status: serviceStatus) } }
        alerts.found(node, isBlockedBy: core.blocking(node)?.verdict?.text)
        guard let record = core.blocking(node) else { return probes.release(node) }
        let failed = UnblockSteps.failures(record).compactMap { step in
            probable(step).map { (device: step.device, showsInStatus: $0) }
        }
        guard probes.block(node, by: record.request.id, failed: failed, at: .now()) else { return }
        say(LogLine(.error, "\(node) is BLOCKED until a request for it succeeds or a person confirms; what helps:"))
        let steps = unblockSteps(node, record)
        note(journal.blocked(node, by: record.request.id, steps))
        for (place, text) in steps.enumerated() {
            say(LogLine(.error, "\(node) is BLOCKED, \(place + 1): \(text)"))
        }
        setProbeAlarm()
    }

    /// One line for `systemctl status`.
    var serviceStatus: String {
        let nodes = probes.blockedNodes.map(\.description)
        let count = "serves \(registry.ids.count) devices"
        guard !nodes.isEmpty else { return count }
        let named = nodes.prefix(5).joined(separator: ", ") + (nodes.count > 5 ? ", …" : "")
        return "\(count); BLOCKED: \(named) (stonith status says what helps)"
    }

    func unblockSteps(_ node: NodeName, _ record: FencingRecord) -> [String] {
        let steps = UnblockSteps(file: options.configuration) { id in
            self.registry[id].map { .init(configuration: $0.configuration, kind: $0.kind) }
        }
        return steps.texts(record, well: probes.well(for: node))
    }

    /// Nil for a device that is not worth asking: it does not switch power, or is not there.
    private func probable(_ step: FencingRecord.Step) -> Bool? {
        guard let device = registry[step.device], device.kind.canPowerOn,
            !device.configuration.isBanned(on: options.node)
        else { return nil }
        return step.cause.flatMap(Remedy.init(cause:))?.showsInStatus ?? false
    }

    // MARK: Asking

    private static let probeMilliseconds: Int64 = 20_000

    /// One timer while a target is blocked, none otherwise. One that is too early does no harm.
    private func setProbeAlarm() {
        guard let deadline = probes.deadline, probeAlarm.map({ deadline < $0.at }) ?? true else { return }
        probeAlarm?.task.cancel()
        let span = max(0, deadline.milliseconds(since: .now()))
        let task = loop.assumeIsolated().scheduleTask(in: .milliseconds(span)) {
            self.probeAlarm = nil
            self.probe()
        }
        probeAlarm = (deadline, task)
    }

    private func probe() {
        guard !isStopping else { return }
        let now = Instant.now()
        guard let device = probes.ask(at: now) else { return setProbeAlarm() }
        let timeout = registry[device]?.configuration.timeoutMilliseconds ?? Self.probeMilliseconds
        post(
            .examine(
                Examination(
                    number: examinations.number(for: .health(device: device)), device: device, action: .status,
                    target: nil, deadline: now.adding(milliseconds: min(timeout, Self.probeMilliseconds)))))
    }

    func probed(_ device: String, _ outcome: AgentOutcome) {
        let isPutOff = outcome.cause == "busy" || outcome.cause == "cancelled"
        let change = probes.heard(device, isWell: isPutOff ? nil : outcome.code == .ok, at: .now())
        let targets = probes.targets(of: device)
        let nodes = targets.map(\.description).joined(separator: ", ")
        switch change {
        case .wellAgain:
            note(journal.wellAgain(device, targets))
            say(LogLine(.warning, "device \(device) works again: ask again to fence \(nodes), which is BLOCKED"))
        case .brokenAgain: say(LogLine(.warning, "device \(device) fails again: \(outcome.text)"))
        case nil: break
        }
        setProbeAlarm()
    }
}
