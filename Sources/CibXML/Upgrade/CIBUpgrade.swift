import ClusterModel

/// Makes a CIB of Pacemaker 1.0 to 2.0 one of today's form, as `cibadmin --upgrade` of Pacemaker 2.1.5 does: what was
/// renamed gets its name of today, what moved is moved, what nothing looks at any more goes.
///
/// What came before 1.0 had another form altogether, and needs a Pacemaker 1.1 to bring it to 1.0 first.
public struct CIBUpgrade: Sendable {
    /// The schema of today's form.
    public static let schema = "pacemaker-3.9"
    static let newest = SchemaVersion(major: 3, minor: 9)

    var cib: CIB
    /// What was changed, a line each.
    var changes: [String] = []

    /// Answers what was changed. A CIB that is of today's form, or says nothing of its form, stays as it is.
    public static func upgrade(_ cib: inout CIB) -> [String] {
        guard let schema = SchemaVersion(cib.attributes["validate-with"] ?? ""), schema.major < 3 else { return [] }
        var upgrade = CIBUpgrade(cib: cib)
        upgrade.run(from: schema)
        cib = upgrade.cib
        return upgrade.changes
    }

    private mutating func run(from schema: SchemaVersion) {
        if schema.major < 2 { upgradeAccessLists() }
        upgradeProperties()
        for index in cib.configuration.nodes.indices where cib.configuration.nodes[index].attributes["type"] == "normal"
        {
            cib.configuration.nodes[index].attributes["type"] = "member"
        }
        cib.configuration.resources = cib.configuration.resources.map { upgraded($0) }
        cib.configuration.constraints = cib.configuration.constraints.map { upgraded($0) }
        cib.attributes["validate-with"] = Self.schema
    }

    /// Both were never in effect.
    private mutating func upgraded(_ old: ConstraintDefinition) -> ConstraintDefinition {
        guard old.kind == .colocation else { return old }
        var constraint = old
        for name in ["score-attribute", "score-attribute-mangle"] where constraint.attributes[name] != nil {
            constraint.attributes[name] = nil
            changes.append("\(constraint.id): \(name) is dropped, it was never in effect")
        }
        return constraint
    }
}

/// `pacemaker-2.10`.
public struct SchemaVersion: Hashable, Sendable, Comparable {
    public var major: Int
    public var minor: Int

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    public init?(_ text: String) {
        guard text.hasPrefix("pacemaker-") else { return nil }
        let parts = text.dropFirst(10).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.major = major
        self.minor = minor
    }

    /// 1.0, 1.2 and 1.3, 2.0 to 2.10, 3.0 to 3.9: those that Pacemaker 2.1.5 has.
    public var isKnown: Bool {
        switch major {
        case 1: [0, 2, 3].contains(minor)
        case 2: (0...10).contains(minor)
        case 3: (0...9).contains(minor)
        default: false
        }
    }

    public static func < (left: SchemaVersion, right: SchemaVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
