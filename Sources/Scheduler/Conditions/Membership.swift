import ClusterModel

/// What the cluster layer, the controllers and the join tell of a node: `in_ccm`, `crmd`, `join`, `expected`.
struct Membership {
    /// What that comes to.
    struct Standing: Equatable {
        var isOnline: Bool
        /// On its way into the cluster: nothing runs there yet.
        var isPending = false
        /// In 2.1.5's words.
        var fenceReason: String?
    }

    private let inCluster: Bool?
    private let isPeer: Bool
    private let join: String
    private let expected: String

    init(_ attributes: ElementAttributes) {
        inCluster = attributes["in_ccm"].map { ValueText.isTrue($0) }
        isPeer = attributes["crmd"]?.lowercased() == "online"
        join = attributes["join"]?.lowercased() ?? ""
        expected = attributes["expected"]?.lowercased() ?? "down"
    }

    var isExpectedUp: Bool { expected == "member" }

    func withoutFencing(_ node: NodeCondition) -> Standing {
        guard inCluster ?? false else { return Standing(isOnline: false) }
        if isPeer { return Standing(isOnline: join == "member") }
        return Standing(isOnline: false, fenceReason: node.isExpectedUp ? "peer is unexpectedly down" : nil)
    }

    func withFencing(_ node: NodeCondition) -> Standing {
        let isMember = inCluster ?? false
        var standing = Standing(isOnline: isMember)
        if node.isShuttingDown { return Standing(isOnline: isPeer) }
        let isToTerminate = Self.asksForTermination(node.attributes["terminate"])
        if !isToTerminate, inCluster != nil, join != "banned", expected == "down" {
            standing.isPending = isMember || isPeer
        } else if isToTerminate, inCluster != nil, join == "down", !isMember, !isPeer {
            standing.isOnline = false
        } else if isJoining(isToTerminate, isMember) {
            standing.isPending = true
        } else {
            standing.fenceReason = fenceReason(isToTerminate, isMember)
        }
        return standing
    }

    private func isJoining(_ isToTerminate: Bool, _ isMember: Bool) -> Bool {
        isMember && isPeer && !isToTerminate && (join == "pending" || join == "down")
    }

    /// Nil where all is well.
    private func fenceReason(_ isToTerminate: Bool, _ isMember: Bool) -> String? {
        if inCluster == nil { return "peer has not been seen by the cluster" }
        if join == "banned" { return "peer failed Pacemaker membership criteria" }
        if !isMember { return "peer is no longer part of the cluster" }
        if !isPeer { return "peer process is no longer available" }
        if isToTerminate { return "termination was requested" }
        return join == "member" ? nil : "peer was in an unknown state"
    }

    /// `true`, or the time of the wish.
    private static func asksForTermination(_ text: String?) -> Bool {
        guard let text, let first = text.utf8.first else { return false }
        return ValueText.isTrue(text) || (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first)
    }
}
