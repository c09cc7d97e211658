/// `<lrm_rsc_op>`: one operation that was carried out, or is pending. There may be hundreds of thousands of them.
public struct OperationRecord: Equatable, Sendable {
    /// How an operation ended, apart from the agent's exit code (PCMK_EXEC_* of Pacemaker 2.1.5, results.h).
    public enum Status: Int, Sendable {
        case unknown = -2
        case pending = -1
        case done = 0
        case cancelled = 1
        case timedOut = 2
        case notSupported = 3
        case error = 4
        case errorHard = 5
        case errorFatal = 6
        case notInstalled = 7
        case notConnected = 8
        case invalid = 9
        case noFenceDevice = 10
        case noSecrets = 11
    }

    /// `RESOURCE_last_0`, `RESOURCE_last_failure_0`, `RESOURCE_monitor_10000`.
    public var id: String
    /// `start`, `stop`, `monitor`, `notify`, `promote`, `demote`, `migrate_to`, `migrate_from`.
    public var operation: String
    /// `RESOURCE_OPERATION_INTERVAL`; empty where it is missing.
    public var operationKey = ""
    public var intervalMilliseconds = 0
    /// Below zero where the operation is under way, or the number cannot be read; nil where it is missing.
    public var callID: Int?
    /// `rc-code`; -1 where it cannot be read, nil where it is missing.
    public var code: Int?
    /// `op-status`; unknown where it is missing or no status, pending where it is no number.
    public var status = Status.unknown
    /// `TRANSITION:…`: the action, the graph, the code that was expected, and who asked: `17:3:7:UUID`.
    public var transitionKey = ""
    /// `transition-magic`: status and code before the key; empty where it says nothing new, nil where it is missing.
    public var transitionMagic: String? = ""
    public var exitReason = ""
    /// Seconds since 1970; 0 where it is missing.
    public var lastRun = 0
    public var lastChange = 0
    /// `op-digest`, `op-restart-digest`.
    public var digest = ""
    public var restartDigest = ""
    /// `op-force-restart`: names of parameters, with blanks around each.
    public var restartParameters = ""
    /// All other attributes: `exec-time`, `queue-time`, `on_node`, `crm-debug-origin`, `op-secure-params` … Those of
    /// the above that were not written as the cluster writes them are here as they stood, too.
    public var others = ElementAttributes()

    public init(id: String, operation: String) {
        self.id = id
        self.operation = operation
    }

    /// `transition-magic` in full; nil where it is missing.
    public var wholeMagic: String? {
        guard transitionMagic?.isEmpty ?? false else { return transitionMagic }
        guard !transitionKey.isEmpty, let code, status != .unknown else { return nil }
        return "\(status.rawValue):\(code);\(transitionKey)"
    }
}
