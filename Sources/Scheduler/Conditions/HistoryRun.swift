import ClusterModel

/// Where the reading of one history stands.
struct HistoryRun {
    let resource: ResourceIndex
    let node: NodeIndex
    let state: Int
    let history: Int
    /// The heaviest answer to the failures so far that nothing has cleared.
    var onFail = OperationPolicy.OnFail.ignore
    /// The key of the last operation that failed.
    var lastFailure: String?

    func place(of operation: Int32) -> FailedOperation {
        FailedOperation(
            node: node, resource: resource, state: state, history: history, operation: Int(operation))
    }
}

/// Results of OCF agents (OCF resource agent API 1.0, section 3.4; the degraded ones are Pacemaker's).
enum AgentCode {
    static let ok = 0
    static let invalidParameter = 2
    static let notImplemented = 3
    static let noPermission = 4
    static let notInstalled = 5
    static let notConfigured = 6
    static let notRunning = 7
    static let runningPromoted = 8
    static let failedPromoted = 9
    static let degraded = 190
    static let degradedPromoted = 191
}

extension OperationRecord {
    /// What the agent answered; 0 where nobody noted it, as in 2.1.5, and -1, a failure, where it cannot be read.
    var givenCode: Int { code ?? 0 }

    var isProbe: Bool { operation == "monitor" && intervalMilliseconds == 0 }

    /// A probe that failed because the agent is not there or not set up: the resource does not run there.
    var isMaskedProbe: Bool {
        isProbe && (code == AgentCode.notInstalled || code == AgentCode.invalidParameter || status == .notInstalled)
    }

    /// `RESOURCE_OPERATION_INTERVAL`.
    var key: String { operationKey.isEmpty ? id : operationKey }
}
