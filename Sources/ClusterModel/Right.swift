/// One of the things that somebody may, or may not, ask of `stonithd`.
public enum Right: String, Sendable, Hashable, CaseIterable {
    /// Status, devices, history, and to watch; never a parameter's value.
    case read
    /// To have nodes fenced, and to take such a request of one's own back.
    case fence
    /// To take anybody's request back.
    case cancel
    /// To give a person's word that a node is down.
    case confirm
    /// To let held requests through again.
    case release
    /// To have devices asked whether they work.
    case monitor
}

extension Set<Right> {
    /// Every right there is: the word `act` of a policy.
    public static var act: Set<Right> { Set(Right.allCases) }

    /// The words, in the order in which they are listed.
    public var words: [String] { Right.allCases.filter(contains).map(\.rawValue) }

    /// Whether there is more in it than to look on.
    public var canAct: Bool { !isSubset(of: [.read]) }
}
