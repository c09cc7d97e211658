import ClusterModel

/// An operation that was pretended to be carried out, before it is written into a history.
struct ExecutedOperation {
    var task: String
    var intervalMilliseconds: Int
    var code: Int
    /// What the cluster expected: 7 of a probe where nothing should run.
    var expectedCode: Int
    /// Kept only where it failed.
    var reason: String
    /// Seconds since 1970.
    var time: Int
    /// Of the parameters with which it ran; empty where they are not known.
    var digest = ""

    var hasFailed: Bool { code != expectedCode }
}

extension ResourceHistory {
    /// Writes it as 2.1.5's executor does: one entry for a recurring operation, one for the last other one, and one for
    /// the last failure.
    mutating func record(_ operation: ExecutedOperation) {
        let call = operations.reduce(0) { max($0, $1.callID ?? 0) } + 1
        if operation.hasFailed { put(entry("\(id)_last_failure_0", operation, call)) }
        if operation.intervalMilliseconds == 0 {
            put(entry("\(id)_last_0", operation, call))
        } else if !operation.hasFailed {
            put(entry(key(operation), operation, call))
        }
    }

    /// A recurring operation that was cancelled leaves nothing behind.
    mutating func cancel(_ task: String, _ intervalMilliseconds: Int) {
        operations.removeAll { $0.operation == task && $0.intervalMilliseconds == intervalMilliseconds }
    }

    private func key(_ operation: ExecutedOperation) -> String {
        "\(id)_\(operation.task)_\(operation.intervalMilliseconds)"
    }

    /// One that does not know what it ran with keeps what the one before ran with.
    private mutating func put(_ record: OperationRecord) {
        guard let index = operations.firstIndex(where: { $0.id == record.id }) else {
            return operations.append(record)
        }
        var record = record
        if record.digest.isEmpty {
            record.digest = operations[index].digest
            record.restartDigest = operations[index].restartDigest
            record.restartParameters = operations[index].restartParameters
        }
        operations[index] = record
    }

    /// Who asked is unknown: 2.1.5 fills the place of its UUID so.
    private static let anybody = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

    private static let others = ElementAttributes([
        .init("crm-debug-origin", OperationRecord.simulation), .init("crm_feature_set", "3.16.1"),
        .init("exec-time", "0"),
        .init("queue-time", "0"),
    ])

    private func entry(_ entryID: String, _ operation: ExecutedOperation, _ call: Int) -> OperationRecord {
        var record = OperationRecord(id: entryID, operation: operation.task)
        record.intervalMilliseconds = operation.intervalMilliseconds
        record.callID = call
        record.code = operation.code
        record.status = .done
        record.transitionKey = "\(call):-1:\(operation.expectedCode):\(Self.anybody)"
        record.exitReason = operation.hasFailed ? operation.reason : ""
        record.lastChange = operation.time
        record.digest = operation.digest
        record.operationKey = key(operation)
        record.others = Self.others
        return record
    }
}

extension OperationRecord {
    fileprivate static let simulation = "crm_simulate"

    /// No cluster wrote it.
    var isMadeUp: Bool { others["crm-debug-origin"] == Self.simulation }
}
