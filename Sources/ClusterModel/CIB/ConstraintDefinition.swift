/// A constraint as an operator defined it.
public struct ConstraintDefinition: Equatable, Sendable {
    public enum Kind: String, Equatable, Sendable {
        case location = "rsc_location"
        case colocation = "rsc_colocation"
        case order = "rsc_order"
        case ticket = "rsc_ticket"
    }

    public var kind: Kind
    /// `id`, `rsc`, `with-rsc`, `first`, `then`, `score`, `kind`, `symmetrical`, `node`, `rsc-pattern` and others.
    public var attributes: ElementAttributes
    /// Of a location.
    public var rules: [Rule] = []
    public var sets: [ResourceSet] = []
    public var unknown: [UnknownElement] = []

    public init(_ kind: Kind, attributes: ElementAttributes) {
        self.kind = kind
        self.attributes = attributes
    }

    public var id: String { attributes["id"] ?? "" }
}

/// `<resource_set>` of a constraint.
public struct ResourceSet: Equatable, Sendable {
    /// `id`, `sequential`, `require-all`, `action`, `role`, `score`, `kind`, `ordering`, `id-ref`.
    public var attributes: ElementAttributes
    /// `<resource_ref>`, each with the id of a resource.
    public var references: [ElementAttributes]

    public init(attributes: ElementAttributes, references: [ElementAttributes]) {
        self.attributes = attributes
        self.references = references
    }

    public init(attributes: ElementAttributes, members: [String] = []) {
        self.init(attributes: attributes, references: members.map { ["id": $0] })
    }

    /// Ids of resources.
    public var members: [String] { references.map { $0["id"] ?? "" } }

    public var id: String { attributes["id"] ?? "" }
}
