import ClusterModel

/// The order of events in a history, which is not the order of its source.
enum HistoryOrder {
    /// Places of the operations, the oldest first.
    static func sorted(_ operations: [OperationRecord]) -> [Int32] {
        if operations.count == 1 { return [0] }
        let places = operations.indices.reversed().map { Int32(truncatingIfNeeded: $0) }
        return MergeSort.sorted(places) { sign(operations[Int($0)], operations[Int($1)]) }
    }

    /// Below zero where the left one is older.
    static func sign(_ left: OperationRecord, _ right: OperationRecord) -> Int {
        let calls = (left.callID ?? -1, right.callID ?? -1)
        if left.id == right.id || calls.0 == -1 && calls.1 == -1 { return 0 }
        if calls.0 >= 0, calls.0 < calls.1 { return -1 }
        if calls.1 >= 0, calls.0 > calls.1 { return 1 }
        if calls.0 >= 0, calls.1 >= 0 { return sign(left.lastChange, right.lastChange, unknown: 0) }
        return signOfPending(left, right)
    }

    private static func sign(_ left: Int, _ right: Int, unknown: Int) -> Int {
        if left != unknown, left < right { return -1 }
        return right != unknown && left > right ? 1 : 0
    }

    /// One of them is under way: the number of the graph it belongs to tells its age.
    private static func signOfPending(_ left: OperationRecord, _ right: OperationRecord) -> Int {
        guard let one = left.wholeMagic.flatMap(TransitionKey.init(magic:)),
            let other = right.wholeMagic.flatMap(TransitionKey.init(magic:))
        else { return 0 }
        if one.cluster.lowercased() != other.cluster.lowercased() || one.transition == other.transition {
            if right.callID ?? -1 == -1 { return -1 }
            return left.callID ?? -1 == -1 ? 1 : 0
        }
        if one.transition >= 0 && one.transition < other.transition || other.transition == -1 { return -1 }
        return 1
    }
}
