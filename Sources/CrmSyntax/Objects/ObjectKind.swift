/// What a statement declares. The cases are in the order in which crmsh goes through them (xmlutil.py,
/// `_sort_cli_order`), and the raw value is the keyword.
enum ObjectKind: String, CaseIterable {
    case node
    case template = "rsc_template"
    case primitive
    case bundle
    case group
    case master = "ms"
    case clone
    case tag
    case location
    case colocation
    case order
    case ticket = "rsc_ticket"
    case topology = "fencing_topology"
    case properties = "property"
    case resourceDefaults = "rsc_defaults"
    case operationDefaults = "op_defaults"
    case role
    case target = "acl_target"
    case aclGroup = "acl_group"
    case alert

    /// - Parameter keyword: in lower case; old and other spellings too.
    init?(keyword: String) {
        switch keyword {
        case "master": self = .master
        case "collocation": self = .colocation
        case "fencing-topology": self = .topology
        case "user": self = .target
        default: self.init(rawValue: keyword)
        }
    }

    init?(element: String) {
        guard let kind = Self.allCases.first(where: { $0.element == element }) else { return nil }
        self = kind
    }

    /// Its name in a CIB.
    var element: String {
        switch self {
        case .template: "template"
        case .master: "master"
        case .location: "rsc_location"
        case .colocation: "rsc_colocation"
        case .order: "rsc_order"
        case .topology: "fencing-topology"
        case .properties: "cluster_property_set"
        case .role: "acl_role"
        case .node, .primitive, .bundle, .group, .clone, .tag, .ticket, .resourceDefaults, .operationDefaults, .target,
            .aclGroup, .alert:
            rawValue
        }
    }

    /// By it ids are made up.
    var rank: Int {
        switch self {
        case .node: 0
        case .template: 1
        case .primitive: 2
        case .bundle: 3
        case .group: 4
        case .master: 5
        case .clone: 6
        case .tag: 7
        case .location, .colocation, .order: 8
        case .ticket, .topology: 9
        case .properties: 10
        case .resourceDefaults: 11
        case .operationDefaults: 12
        case .role: 13
        case .target, .aclGroup: 14
        case .alert: 15
        }
    }

    /// The part of a text in which it is printed. Within one, the order is the configuration's: of equal resources the
    /// first is placed first.
    var section: Int {
        if isResource { return Self.template.rank }
        if isConstraint { return Self.location.rank }
        return self == .target || self == .aclGroup ? Self.role.rank : rank
    }

    var isResource: Bool { (1...6).contains(rank) }
    var isConstraint: Bool { rank == 8 || self == .ticket }
    /// Whether its body is nothing but names and values.
    var isSet: Bool { (10...12).contains(rank) }

    /// The resources that it may hold; none for what holds nothing.
    var members: [ObjectKind] {
        switch self {
        case .group, .bundle: [.primitive]
        case .clone, .master: [.primitive, .group]
        default: []
        }
    }

    /// The id of a set that is given none.
    var defaultID: String? {
        switch self {
        case .properties: "cib-bootstrap-options"
        case .resourceDefaults: "rsc-options"
        case .operationDefaults: "op-options"
        case .topology: "fencing_topology"
        default: nil
        }
    }
}
