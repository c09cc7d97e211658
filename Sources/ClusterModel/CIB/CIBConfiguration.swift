/// `<configuration>`: what operators write, section by section, each in the order of the source.
public struct CIBConfiguration: Equatable, Sendable {
    /// `<cluster_property_set>`.
    public var properties: [AttributeSet] = []
    public var nodes: [NodeDefinition] = []
    public var resources: [ResourceDefinition] = []
    public var constraints: [ConstraintDefinition] = []
    /// `<fencing-level>`: `index`, `devices`, and one of `target`, `target-pattern`, `target-attribute`.
    public var fencingLevels: [ElementAttributes] = []
    /// `<meta_attributes>` of `<rsc_defaults>` and of `<op_defaults>`.
    public var resourceDefaults: [AttributeSet] = []
    public var operationDefaults: [AttributeSet] = []
    public var tags: [TagDefinition] = []
    /// `<acls>`, `<alerts>` and whatever else, as XML.
    public var unknown: [UnknownElement] = []

    public init() {}
}

/// `<node>`.
public struct NodeDefinition: Equatable, Sendable {
    /// `id`, `uname`, `type`, and others.
    public var attributes: ElementAttributes
    /// `<instance_attributes>`: `standby`, `maintenance` and the operator's own.
    public var attributeSets: [AttributeSet] = []
    public var utilization: [AttributeSet] = []
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes) { self.attributes = attributes }

    public var id: String { attributes["id"] ?? "" }
    public var name: String { attributes["uname"] ?? id }
}

/// `<tag>`: a name for several objects.
public struct TagDefinition: Equatable, Sendable {
    public var attributes: ElementAttributes
    /// `<obj_ref>`, each with the id of one thing that it stands for.
    public var references: [ElementAttributes]

    public init(attributes: ElementAttributes, references: [ElementAttributes]) {
        self.attributes = attributes
        self.references = references
    }

    public init(id: String, members: [String]) {
        self.init(attributes: ["id": id], references: members.map { ["id": $0] })
    }

    public var id: String { attributes["id"] ?? "" }
    /// Ids of what it stands for.
    public var members: [String] { references.map { $0["id"] ?? "" } }
}
