import ClusterModel

/// What an operation came to, seen by what was expected of it.
struct OperationOutcome {
    var code: Int
    var status: OperationRecord.Status
}

extension ClusterConditions {
    /// An agent's answer means something only beside the answer that was expected: a probe that finds a resource
    /// running
    /// has not failed.
    mutating func effective(
        _ record: OperationRecord, _ expected: Int, at place: Int32, _ run: inout HistoryRun
    ) -> OperationOutcome {
        var outcome = OperationOutcome(code: record.givenCode, status: record.status)
        if record.operation == "monitor", outcome.code >= AgentCode.degraded {
            outcome.code = plainCode(outcome.code)
            if outcome.code != record.givenCode, !nodes[run.node].isShuttingDown || nodes[run.node].isOnline {
                note(failure: record, at: place, run)
            }
        }
        if record.isMaskedProbe { outcome = OperationOutcome(code: AgentCode.notRunning, status: .done) }
        guard outcome.status == .done || outcome.status == .error else { return outcome }
        outcome.status = expected == outcome.code ? .done : .error
        judge(record, &outcome, expected, &run)
        return outcome
    }

    /// Degraded is running all the same.
    private func plainCode(_ code: Int) -> Int {
        switch code {
        case AgentCode.degraded: AgentCode.ok
        case AgentCode.degradedPromoted: AgentCode.runningPromoted
        default: code
        }
    }

    private mutating func judge(
        _ record: OperationRecord, _ outcome: inout OperationOutcome, _ expected: Int, _ run: inout HistoryRun
    ) {
        switch outcome.code {
        case AgentCode.ok:
            if record.isProbe, expected == AgentCode.notRunning { outcome.status = .done }
        case AgentCode.notRunning:
            judgeNotRunning(record, &outcome, expected, &run)
        case AgentCode.runningPromoted:
            if record.isProbe, outcome.code != expected { outcome.status = .done }
            resources[run.resource].role = .promoted
        case AgentCode.degradedPromoted, AgentCode.failedPromoted:
            resources[run.resource].role = .promoted
            outcome.status = .error
        case AgentCode.notConfigured:
            outcome.status = .errorFatal
        case AgentCode.notImplemented where record.intervalMilliseconds > 0:
            outcome.status = .notSupported
        case AgentCode.notImplemented, AgentCode.notInstalled, AgentCode.invalidParameter, AgentCode.noPermission:
            blockIfLost(record, run)
            outcome.status = .errorHard
        default:
            outcome.status = .error
        }
    }

    private mutating func judgeNotRunning(
        _ record: OperationRecord, _ outcome: inout OperationOutcome, _ expected: Int, _ run: inout HistoryRun
    ) {
        guard record.isProbe || expected == outcome.code || !resources[run.resource].isManaged else { return }
        outcome.status = .done
        resources[run.resource].role = .stopped
        run.onFail = .ignore
        setNextRole(run.resource, .unknown, "not running")
    }

    /// A stop that failed and cannot be made good by fencing: only a person can go on.
    private mutating func blockIfLost(_ record: OperationRecord, _ run: HistoryRun) {
        guard record.operation == "stop", !canFence(run.node) else { return }
        resources[run.resource].isManaged = false
        resources[run.resource].isBlocked = true
    }

    /// What an operation that did what was expected leaves behind.
    mutating func updateState(_ record: OperationRecord, code: Int, _ run: inout HistoryRun) {
        let resource = run.resource
        var isCleared = false
        if code == AgentCode.notInstalled || record.isMaskedProbe {
            resources[resource].role = .stopped
        } else if code == AgentCode.notRunning {
            isCleared = true
        } else {
            isCleared = updateRole(record, run)
        }
        guard isCleared else { return }
        switch run.onFail {
        case .stop, .fence, .migrate, .standby: break
        case .block, .ignore, .demote, .restart, .restartContainer:
            run.onFail = .ignore
            setNextRole(resource, .unknown, "clear past failures")
        }
    }

    /// - Returns: earlier failures do not count any more.
    private mutating func updateRole(_ record: OperationRecord, _ run: HistoryRun) -> Bool {
        switch record.operation {
        case "start":
            resources[run.resource].role = .started
            return true
        case "stop":
            resources[run.resource].role = .stopped
            return true
        case "promote":
            resources[run.resource].role = .promoted
            return true
        case "demote":
            resources[run.resource].role = .unpromoted
            return run.onFail == .demote
        default:
            if resources[run.resource].role < .started { resources[run.resource].role = .started }
            return record.operation == "monitor" && run.lastFailure?.lowercased() == record.key.lowercased()
        }
    }
}
