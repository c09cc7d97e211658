import ClusterModel

extension ClusterConditions {
    /// Failures of a resource that are counted on a node, those that are older than `failure-timeout` left out.
    public func failCount(of resource: ResourceIndex, on node: NodeIndex) -> Int32 {
        let count = count(of: resource, on: node)
        return waitsForPerson(resource, upTo: node) ? count.failures : effective(count, resource)
    }

    private func effective(_ count: FailCounts.Count, _ resource: ResourceIndex) -> Int32 {
        let timeout = resources[resource].options.failureTimeoutSeconds
        let isOver = count.last > 0 && timeout > 0 && now > count.last + timeout
        return isOver ? 0 : count.failures
    }

    /// What failed there, or on a node that is looked at earlier, blocks: the clone's other instances know it, too.
    private func waitsForPerson(_ resource: ResourceIndex, upTo last: NodeIndex) -> Bool {
        guard !blockingFailures.isEmpty else { return false }
        let name = InstanceName.base(resources[resource].id)
        return nodes.indices.prefix(through: Int(last.value)).map { NodeIndex($0) }.contains { node in
            blockingFailures.contains(NodeOperation(node: node, key: name))
                && count(of: resource, on: node).failures > 0
        }
    }

    func count(of resource: ResourceIndex, on node: NodeIndex) -> FailCounts.Count {
        let condition = resources[resource]
        return failCounts[node].count(
            of: condition.historyName ?? condition.id, anyInstance: !condition.isUnique)
    }

    /// Whether an operation is older than `failure-timeout`, so that its failure does not count. Where all failures
    /// are, they are to be cleared.
    mutating func checkExpiry(
        of record: OperationRecord, at place: Int32, _ run: HistoryRun, _ digest: (String) -> String
    ) -> Bool {
        let resource = run.resource
        var isExpired = false
        var reason: String?
        if resources[resource].options.failureTimeoutSeconds > 0, record.lastChange != 0 {
            isExpired = now >= record.lastChange + resources[resource].options.failureTimeoutSeconds
            keepBlocking(record, run)
            let count = count(of: resource, on: run.node)
            if isExpired, count.failures > 0 {
                if effective(count, resource) == 0 { reason = "it expired" } else { isExpired = false }
            }
        }
        if !isExpired, record.id.hasSuffix("_last_failure_0"), ["start", "monitor"].contains(record.operation),
            hasNewParameters(since: record, run, digest)
        {
            reason = "resource parameters have changed"
        }
        if let reason { clear(record, run, reason) }
        return isExpired && !isAnswered(record)
    }

    /// A probe with a clear answer stays true however old it is.
    private func isAnswered(_ record: OperationRecord) -> Bool {
        record.isProbe
            && [
                AgentCode.ok, AgentCode.notRunning, AgentCode.runningPromoted, AgentCode.degraded,
                AgentCode.degradedPromoted,
            ].contains(record.givenCode)
    }

    private func hasNewParameters(since record: OperationRecord, _ run: HistoryRun, _ digest: (String) -> String)
        -> Bool
    {
        withoutActuallyEscaping(digest) { digest in
            OperationDigest.parametersChanged(since: record, of: run.resource, on: run.node, in: self, digest: digest)
        }
    }

    private mutating func clear(_ record: OperationRecord, _ run: HistoryRun, _ reason: String) {
        guard !clearedFailures.contains(where: { $0.resource == run.resource && $0.node == run.node }) else { return }
        clearedFailures.append(
            ClearedFailure(
                resource: run.resource, node: run.node, operation: record.operation,
                intervalMilliseconds: record.intervalMilliseconds, reason: reason))
    }

    /// What a failure blocks shall wait for a person: no timeout may end that.
    private mutating func keepBlocking(_ record: OperationRecord, _ run: HistoryRun) {
        guard count(of: run.resource, on: run.node).failures > 0, blocks(record, run.resource) else { return }
        resources[run.resource].options.failureTimeoutSeconds = 0
    }

    /// It failed, and the answer to that is `on-fail=block`.
    func blocks(_ record: OperationRecord, _ resource: ResourceIndex) -> Bool {
        let name = InstanceName.base(resources[resource].id)
        return operations(of: resource).contains { definition in
            definition.attributes["on-fail"] == "block" && matches(definition, record, of: name)
        }
    }

    private func matches(_ definition: OperationDefinition, _ record: OperationRecord, of name: String) -> Bool {
        let interval = ValueText.milliseconds(definition.attributes["interval"])
        guard interval == record.intervalMilliseconds, definition.name.lowercased() == record.operation.lowercased()
        else { return false }
        if record.id.lowercased() == "\(name)_last_failure_0".lowercased() { return true }
        guard record.id.lowercased() == "\(name)_\(definition.name)_\(interval)".lowercased() else { return false }
        return record.givenCode != TransitionKey.expectedCode(record.transitionKey)
    }
}
