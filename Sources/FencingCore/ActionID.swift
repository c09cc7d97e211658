/// The number of one action of one device. Numbers only grow, so a greater one began later.
public struct ActionID: Hashable, Sendable, Comparable {
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    public static func < (left: ActionID, right: ActionID) -> Bool { left.number < right.number }
}
