/// `<node_state>`: what the cluster reports of a node, and of what happened on it.
public struct NodeState: Equatable, Sendable {
    /// `id`, `uname`, `in_ccm`, `crmd`, `join`, `expected`, `crm-debug-origin` and others.
    public var attributes: ElementAttributes
    /// `<instance_attributes>` of `<transient_attributes>`: gone when the node leaves.
    public var transientAttributes: [AttributeSet] = []
    /// `<lrm_resource>`.
    public var histories: [ResourceHistory] = []
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes) { self.attributes = attributes }

    public var id: String { attributes["id"] ?? "" }
    public var name: String { attributes["uname"] ?? id }
}

/// `<lrm_resource>`: what happened to a resource on a node.
public struct ResourceHistory: Equatable, Sendable {
    public var id: String
    /// `class`, `provider`, `type`, `container`, and others.
    public var attributes: ElementAttributes
    /// `<lrm_rsc_op>`, in the order of the source, which is not the order of events: `callID` says that.
    public var operations: [OperationRecord] = []

    public init(id: String, attributes: ElementAttributes = [:]) {
        self.id = id
        self.attributes = attributes
    }
}
