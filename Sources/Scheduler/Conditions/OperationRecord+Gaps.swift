import ClusterModel

extension OperationRecord {
    private static let evidence = ["op-status", "rc-code", "call-id", "interval", "transition-key"]

    /// Attributes without which nobody can rely on how it ended, and which are missing or cannot be read as they stand.
    var gaps: [String] {
        var gaps = others.pairs.map(\.name).filter { Self.evidence.contains($0) }
        func note(_ name: String, _ isMissing: Bool) {
            if isMissing, !gaps.contains(name) { gaps.append(name) }
        }
        note("op-status", status == .unknown)
        note("rc-code", code == nil)
        note("call-id", callID == nil)
        note("transition-key", TransitionKey(transitionKey) == nil)
        return gaps
    }
}
