/// What to do after what.
public struct TransitionGraph: Sendable {
    init(_ conditions: ClusterConditions, _ placement: Placement, _ actions: ActionTable) {}
}
