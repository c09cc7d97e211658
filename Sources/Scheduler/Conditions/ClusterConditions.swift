import ClusterModel

/// What a CIB means: names become small numbers here, and the history becomes states.
public struct ClusterConditions: Sendable {
    public internal(set) var options = ClusterOptions()
    public internal(set) var hasQuorum = false
    /// In the order of their names.
    public internal(set) var nodes: [NodeCondition] = []
    /// The flat table: each clone and group comes before what is in it; orphans come last.
    public internal(set) var resources: [ResourceCondition] = []
    /// Those that are in nothing, by falling priority, else in the order of the configuration; then orphans as found.
    public internal(set) var tops: [ResourceIndex] = []
    /// Primitives, groups and clones as the operator wrote them, in order of first use; orphans' are made up.
    public internal(set) var definitions: [ResourceDefinition] = []
    public internal(set) var histories: [HistoryCondition] = []
    public internal(set) var failures: [FailedOperation] = []
    public internal(set) var clearedFailures: [ClearedFailure] = []
    /// Recurring operations whose failure expired: they are to be scheduled anew.
    public internal(set) var expiredMonitors: [FailedOperation] = []
    /// Nodes that must be fenced, in the order in which that was found.
    public internal(set) var fenced: [NodeIndex] = []
    /// Stops that a failure asks for, in the order found.
    public internal(set) var requiredStops: [RequiredStop] = []
    /// What the history adds to scores, in the order found.
    public internal(set) var historyScores: [HistoryScore] = []
    public internal(set) var controller: NodeIndex?
    /// A fence device is configured, or a watchdog is there, so that fencing may work at all.
    public internal(set) var hasFenceDevice = false
    /// Seconds since 1970 that "now" means.
    public let now: Int
    /// Failure counts are kept by resource, not by operation, as before Pacemaker 1.1.17.
    var countsByResource = false
    /// Resources from here on were found in the status: they begin with the nodes' final scores.
    var configuredResources = 0
    /// By name, by id: in small letters.
    var nodeIndices: [String: NodeIndex] = [:]
    var nodeIDs: [String: NodeIndex] = [:]
    var resourceIndices: [String: ResourceIndex] = [:]
    /// By the id of a primitive or group in a clone: the clone.
    var cloneOfMember: [String: ResourceIndex] = [:]
    /// By clone.
    var slots: [ResourceIndex: CloneSlots] = [:]
    var failCounts: [FailCounts] = []
    var notedFailures: Set<NodeOperation> = []
    /// By the id in the history: failures there that block, and are counted.
    var blockingFailures: Set<NodeOperation> = []
    var reading: AttributeReading
    var operationDefaults: [AttributeSet]
    var resourceDefaults: [AttributeSet]
    private var complaints: [Complaint] = []

    /// - Parameters:
    ///   - now: in seconds since 1970.
    ///   - digest: MD5 of a text in 32 hexadecimal digits.
    public init(
        _ cib: CIB, at now: Int, digest: (String) -> String, complaints: inout [Complaint]
    ) throws(Refusal) {
        self.now = now
        try ConfigurationReview.refuse(cib.configuration)
        reading = AttributeReading(References(cib.configuration))
        operationDefaults = cib.configuration.operationDefaults
        resourceDefaults = cib.configuration.resourceDefaults
        var properties = NameTable()
        reading.read(cib.configuration.properties, first: "cib-bootstrap-options", into: &properties)
        hasQuorum = ValueText.isTrue(cib.attributes["have-quorum"])
        let hadQuorum = (cib.attributes["no-quorum-panic"].flatMap(ValueText.number) ?? 0) != 0
        options = try ClusterOptions(
            properties, hasQuorum: hasQuorum, hadQuorum: hadQuorum, complaints: &complaints)
        hasFenceDevice = options.hasWatchdog
        countsByResource = ValueComparison.versionSign(cib.attributes["crm_feature_set"] ?? "", "3.0.13") < 0
        try readNodes(cib, reading, properties)
        try readResources(cib.configuration)
        complainOfAnswers()
        configuredResources = resources.count
        readStates(cib, reading, properties)
        failCounts = nodes.map { FailCounts($0.attributes, byResource: countsByResource) }
        try readHistories(cib, digest)
        complaints += self.complaints
        self.complaints = []
    }

    mutating func complain(_ level: Complaint.Level, _ text: String, place: String = "") {
        complaints.append(Complaint(level, text, place: place))
    }
}

/// A stop that must be, because of a failure.
public struct RequiredStop: Equatable, Sendable {
    public var resource: ResourceIndex
    public var node: NodeIndex
    /// The resource was managed when the failure was read; what comes later in the status may end that.
    public var wasManaged: Bool
}

/// A score that the history gives to a resource, before any constraint counts.
public struct HistoryScore: Equatable, Sendable {
    public var resource: ResourceIndex
    /// Nil: on every node.
    public var node: NodeIndex?
    public var score: Int32
    /// It takes the place of whatever was there, for this resource alone.
    public var replaces = false
    /// What an operator may be told about it.
    public var reason: String
}
