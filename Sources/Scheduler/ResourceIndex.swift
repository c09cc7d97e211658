/// A node by its place in `ClusterConditions.nodes`, which is the order of their names (numbers in them by value).
public struct NodeIndex: Hashable, Sendable, Comparable {
    public let value: Int32

    public init(_ value: Int) { self.value = Int32(truncatingIfNeeded: value) }

    public static func < (left: NodeIndex, right: NodeIndex) -> Bool { left.value < right.value }
}

/// A resource by its place in `ClusterConditions.resources`: primitives, groups, clones, their members and instances.
public struct ResourceIndex: Hashable, Sendable, Comparable {
    public let value: Int32

    public init(_ value: Int) { self.value = Int32(truncatingIfNeeded: value) }

    public static func < (left: ResourceIndex, right: ResourceIndex) -> Bool { left.value < right.value }
}

extension Array {
    public subscript(_ node: NodeIndex) -> Element {
        _read { yield self[Int(node.value)] }
        _modify { yield &self[Int(node.value)] }
    }

    public subscript(_ resource: ResourceIndex) -> Element {
        _read { yield self[Int(resource.value)] }
        _modify { yield &self[Int(resource.value)] }
    }
}
