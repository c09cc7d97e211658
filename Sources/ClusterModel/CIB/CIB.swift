/// A cluster information base: the configuration that operators write, and the status that the cluster reports
/// (Pacemaker Explained 2.1; names as in its schema).
public struct CIB: Equatable, Sendable {
    /// Of `<cib>`: `validate-with`, `crm_feature_set`, `have-quorum`, `dc-uuid`, the version and all others.
    public var attributes: ElementAttributes
    public var configuration = CIBConfiguration()
    /// `<node_state>`, in the order of the source.
    public var nodeStates: [NodeState] = []
    /// Children of `<cib>` and of `<status>` that nobody here knows, as XML.
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes = [:]) { self.attributes = attributes }

    public var version: CIBVersion {
        get {
            CIBVersion(
                adminEpoch: attributes["admin_epoch"].flatMap { Int($0) } ?? 0,
                epoch: attributes["epoch"].flatMap { Int($0) } ?? 0,
                updates: attributes["num_updates"].flatMap { Int($0) } ?? 0)
        }
        set {
            attributes["admin_epoch"] = String(newValue.adminEpoch)
            attributes["epoch"] = String(newValue.epoch)
            attributes["num_updates"] = String(newValue.updates)
        }
    }
}

/// Which of two CIBs is newer: the first number that differs says it.
public struct CIBVersion: Hashable, Sendable, Comparable {
    /// Never changed by the cluster.
    public var adminEpoch: Int
    /// Counts changes of the configuration.
    public var epoch: Int
    /// Counts changes of the status since then.
    public var updates: Int

    public init(adminEpoch: Int, epoch: Int, updates: Int) {
        self.adminEpoch = adminEpoch
        self.epoch = epoch
        self.updates = updates
    }

    public static func < (left: CIBVersion, right: CIBVersion) -> Bool {
        (left.adminEpoch, left.epoch, left.updates) < (right.adminEpoch, right.epoch, right.updates)
    }
}

/// A well-formed part that nobody here knows: kept as it stood, and written back at the end of its section. Or the
/// attributes of the section itself, which has none by the schema: then there is no XML.
public struct UnknownElement: Equatable, Sendable {
    /// The section it stood in: the name of its parent element.
    public var section: String
    public var xml = ""
    public var attributes = ElementAttributes()

    public init(section: String, xml: String) {
        self.section = section
        self.xml = xml
    }

    public init(section: String, attributes: ElementAttributes) {
        self.section = section
        self.attributes = attributes
    }
}
