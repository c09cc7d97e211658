import ClusterModel

/// Every action that the transition knows of, done already or not.
public struct ActionTable: Sendable {
    init(
        _ cib: CIB, _ conditions: ClusterConditions, _ scores: ScoreTable, _ placement: Placement,
        digest: (String) -> String, complaints: inout [Complaint]
    ) {}
}
