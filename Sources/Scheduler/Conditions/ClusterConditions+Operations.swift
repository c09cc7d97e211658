import ClusterModel

extension ClusterConditions {
    /// What one operation of a history means for its resource.
    mutating func read(
        _ record: OperationRecord, at place: Int32, _ run: inout HistoryRun, _ digest: (String) -> String
    ) throws(Refusal) {
        complainOfGaps(record, run)
        if record.operation == "notify" || record.operation == "meta-data" || record.status == .unknown { return }
        if record.operation == "migrate_to" || record.operation == "migrate_from" {
            throw Refusal(
                "live migration", id: resources[run.resource].id,
                remedy: "clean up its history with crm_resource --cleanup")
        }
        let expected = TransitionKey.expectedCode(record.transitionKey)
        let isExpired =
            record.status != .notInstalled && checkExpiry(of: record, at: place, run, digest)
        let outcome = effective(record, expected, at: place, &run)
        if isExpired, forgets(record, outcome, expected, at: place, run) { return }
        if record.isMaskedProbe {
            updateState(record, code: expected, &run)
            note(failure: record, at: place, run)
            ban(cloneOrSelf(run.resource), on: run.node, "its probe failed there")
            return
        }
        switch outcome.status {
        case .cancelled, .unknown: break
        case .pending: notePending(record, run)
        case .done: updateState(record, code: outcome.code, &run)
        case .notInstalled: readMissingAgent(record, outcome, at: place, &run)
        default: readFailure(record, outcome, expected, at: place, &run)
        }
    }

    /// What it does not say counts as no success.
    private mutating func complainOfGaps(_ record: OperationRecord, _ run: HistoryRun) {
        let gaps = record.gaps
        guard !gaps.isEmpty else { return }
        let (id, node) = (resources[run.resource].id, nodes[run.node].name)
        let what = gaps.count == 1 ? "attribute" : "attributes"
        complain(
            .warning,
            "The record \(record.id) of \(id) on \(node) proves nothing by its \(what) "
                + "\(gaps.joined(separator: ", ")), missing or not as the cluster writes it", place: id)
    }

    /// An expired failure counts no more; a recurring operation is scheduled anew.
    private mutating func forgets(
        _ record: OperationRecord, _ outcome: OperationOutcome, _ expected: Int, at place: Int32, _ run: HistoryRun
    ) -> Bool {
        if record.isMaskedProbe, record.givenCode != expected {
            if resources[run.resource].role <= .stopped { resources[run.resource].role = .unknown }
            return true
        }
        guard outcome.code != expected else { return false }
        if record.intervalMilliseconds == 0 { return true }
        guard nodes[run.node].isOnline, !nodes[run.node].isUnclean else { return false }
        expiredMonitors.append(run.place(of: place))
        return true
    }

    private mutating func notePending(_ record: OperationRecord, _ run: HistoryRun) {
        // Here case counts.
        switch record.others["operation"] ?? record.operation {
        case "start":
            resources[run.resource].isStartPending = true
            resources[run.resource].role = .started
        case "promote":
            resources[run.resource].role = .promoted
        default: break
        }
        guard resources[run.resource].pendingTask == nil, !record.isProbe else { return }
        resources[run.resource].pendingTask = record.operation
        resources[run.resource].pendingNode = run.node
    }

    private mutating func readMissingAgent(
        _ record: OperationRecord, _ outcome: OperationOutcome, at place: Int32, _ run: inout HistoryRun
    ) {
        if policy(of: run.resource, key: record.key, operation: record.operation).onFail == .ignore {
            run.onFail = .migrate
        }
        ban(cloneOrSelf(run.resource), on: run.node, "its agent is not installed there")
        fail(record, outcome, at: place, &run)
    }

    private mutating func readFailure(
        _ record: OperationRecord, _ outcome: OperationOutcome, _ expected: Int, at place: Int32,
        _ run: inout HistoryRun
    ) {
        if policy(of: run.resource, key: record.key, operation: record.operation).onFail == .ignore {
            updateState(record, code: expected, &run)
            resources[run.resource].ignoresFailure = true
            note(failure: record, at: place, run)
            return
        }
        fail(record, outcome, at: place, &run)
        switch outcome.status {
        case .errorHard, .noFenceDevice, .noSecrets:
            ban(cloneOrSelf(run.resource), on: run.node, "\(record.operation) failed hard there")
        case .errorFatal:
            ban(cloneOrSelf(run.resource), on: nil, "\(record.operation) failed for good")
        default: break
        }
    }

    /// The failure of an instance is that of its clone, where all instances are alike.
    private func cloneOrSelf(_ resource: ResourceIndex) -> ResourceIndex {
        resources[resource].isUnique ? resource : top(of: resource)
    }

    mutating func ban(_ resource: ResourceIndex, on node: NodeIndex?, _ reason: String) {
        historyScores.append(
            HistoryScore(resource: resource, node: node, score: -NodeScores.infinity, reason: reason))
    }

    /// Once for each operation on each node.
    mutating func note(failure record: OperationRecord, at place: Int32, _ run: HistoryRun) {
        guard nodes[run.node].isOnline else { return }
        let key = NodeOperation(node: run.node, key: record.operationKey.lowercased())
        guard notedFailures.insert(key).inserted else { return }
        failures.append(run.place(of: place))
    }

    /// The operation failed, and that is not to be ignored.
    private mutating func fail(
        _ record: OperationRecord, _ outcome: OperationOutcome, at place: Int32, _ run: inout HistoryRun
    ) {
        let resource = run.resource
        run.lastFailure = record.key
        if options.isSymmetric || outcome.code != AgentCode.notInstalled { note(failure: record, at: place, run) }
        let policy = policy(of: resource, key: record.key, operation: record.operation)
        run.onFail = max(run.onFail, policy.onFail)
        switch record.operation {
        case "stop": ban(resource, on: run.node, "its stop failed there")
        case "promote": resources[resource].role = .promoted
        case "demote": readDemoteFailure(outcome, policy, resource)
        default: break
        }
        if record.isProbe, outcome.code == AgentCode.notInstalled {
            resources[resource].role = .stopped
        } else if resources[resource].role < .started {
            resources[resource].role = .started
        }
        guard policy.failRole == .stopped else { return }
        if resources[resource].nextRole < .stopped { setNextRole(resource, .stopped, "failure") }
        banEverywhere(cloneOrSelf(resource), "\(record.operation) failed, and on-fail is stop")
    }

    private mutating func readDemoteFailure(
        _ outcome: OperationOutcome, _ policy: OperationPolicy, _ resource: ResourceIndex
    ) {
        if policy.onFail == .block {
            resources[resource].role = .promoted
            setNextRole(resource, .stopped, "demote with on-fail=block")
        } else {
            resources[resource].role = outcome.code == AgentCode.notRunning ? .stopped : .unpromoted
        }
    }

    /// Whatever else speaks for or against a node.
    mutating func banEverywhere(_ resource: ResourceIndex, _ reason: String) {
        historyScores.append(
            HistoryScore(resource: resource, score: -NodeScores.infinity, replaces: true, reason: reason))
    }
}

/// An operation on a node.
struct NodeOperation: Hashable, Sendable {
    let node: NodeIndex
    let key: String
}
