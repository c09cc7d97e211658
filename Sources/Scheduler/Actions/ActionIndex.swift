/// An action by its place in `ActionTable.actions`.
public struct ActionIndex: Hashable, Sendable, Comparable {
    public let value: Int32

    public init(_ value: Int) { self.value = Int32(truncatingIfNeeded: value) }

    public static func < (left: ActionIndex, right: ActionIndex) -> Bool { left.value < right.value }

    /// Its number in the graph; Pacemaker's graphs count from 1.
    public var number: Int { Int(value) + 1 }
}

extension Array {
    public subscript(_ action: ActionIndex) -> Element {
        _read { yield self[Int(action.value)] }
        _modify { yield &self[Int(action.value)] }
    }
}
