import ClusterModel

/// Changes to a CIB as `cibadmin` makes them, on its XML: each whole or not at all.
///
/// What is meant is found by its element's name and its id, wherever it stands; or by where it is.
public struct CIBEdit: Equatable, Sendable {
    public enum Failure: Error, Equatable, Sendable {
        case missing, exists
        case older(CIBVersion, than: CIBVersion)
    }

    public private(set) var root: XMLElement
    private let original: XMLElement

    /// - Parameter root: a whole CIB.
    public init(_ root: XMLElement) {
        self.root = root
        original = root
    }

    /// With the version that Pacemaker would give it: a change of the configuration counts in `epoch`, any other in
    /// `num_updates`.
    public func result() throws(CIBError) -> XMLElement {
        guard root != original else { return root }
        var result = root
        result.set(try root.version.counted(isConfiguration: changesConfiguration))
        return result
    }

    private var changesConfiguration: Bool { Self.configuration(root) != Self.configuration(original) }

    /// Whether something would change that a store of Pacemaker keeps.
    public var changesMoreThanStatus: Bool { root.attributes != original.attributes || changesConfiguration }

    private static func configuration(_ root: XMLElement) -> XMLElement? {
        root.elements.first { $0.name == "configuration" }.map(\.withoutLines)
    }

    /// Puts it into a section. One that is named like the section is opened, and its content put there.
    public mutating func create(_ element: XMLElement, in scope: CIBScope) throws(Failure) {
        if scope == .whole { return try modify(element, in: scope, mayCreate: false) }
        if root[scope.path] == nil, scope.isOptional { addSection(scope) }
        guard let section = root[scope.path] else { throw .missing }
        let parts = element.name == scope.name ? element.elements : [element]
        for part in parts where section.elements.contains(where: { $0.isSame(as: part) }) { throw .exists }
        root.change(at: scope.path) { $0.children += parts.map { .element($0) } }
    }

    private mutating func addSection(_ scope: CIBScope) {
        root.change(at: ["configuration"]) { $0.children.append(.element(XMLElement(scope.name))) }
    }

    /// Gives what is there these attributes and parts besides.
    public mutating func modify(_ element: XMLElement, in scope: CIBScope, mayCreate: Bool) throws(Failure) {
        let isFound = root.change(at: scope.path) {
            $0.changeFirst(where: { $0.isSame(as: element) }) { $0.merge(element) }
        }
        if isFound == true { return }
        guard mayCreate, scope != .whole else { throw .missing }
        try create(element, in: scope)
    }

    /// Puts it in the place of what has its name and id. A whole CIB must not be older than what it replaces.
    public mutating func replace(_ element: XMLElement, in scope: CIBScope) throws(Failure) {
        guard element.name != "cib" else {
            let new = CIB(attributes: element.attributes).version
            let old = CIB(attributes: root.attributes).version
            guard new >= old else { throw .older(new, than: old) }
            root = element
            return
        }
        if root[scope.path] == nil, scope.isOptional, element.name == scope.name { addSection(scope) }
        let isFound = root.change(at: scope.path) { $0.changeFirst(where: { $0.isSame(as: element) }) { $0 = element } }
        guard isFound == true else { throw .missing }
    }

    /// Takes away the first that has this name and all these attributes; that there is none is no mistake.
    public mutating func delete(_ element: XMLElement, in scope: CIBScope) {
        root.change(at: scope.path) { $0.removeFirst { $0.has(element) } }
    }

    /// By places, as an XPath finds them.
    /// The same where it is, or inside of that.
    public mutating func modify(at place: [Int], with element: XMLElement) throws(Failure) {
        var isFound = false
        root.change(at: place) { found in
            isFound = found.changeFirst(where: { $0.isSame(as: element) }) { $0.merge(element) }
        }
        guard isFound else { throw .missing }
    }

    public mutating func delete(at places: [[Int]]) {
        for place in places.sorted(by: { $1.lexicographicallyPrecedes($0) }) { root.remove(at: place) }
    }

    public mutating func replace(at place: [Int], with element: XMLElement) { root.change(at: place) { $0 = element } }

    /// Counts `epoch` up, so that no older configuration is taken for a newer one.
    public mutating func bump() throws(CIBError) {
        var version = try root.version.counted(isConfiguration: true)
        version.updates = try root.version.updates
        root.set(version)
    }

    /// An empty one, newer than this.
    public mutating func erase() throws(CIBError) {
        var version = try root.version.administered()
        version.updates = 0
        root = .emptyCIB
        root.set(version)
    }

    /// In today's form, if it is older. Then it is newer than all that went before.
    public mutating func upgrade() throws(CIBError) {
        guard let schema = SchemaVersion(root["validate-with"] ?? ""), schema < CIBUpgrade.newest else { return }
        let version = try root.version.administered()
        if schema.major < 3 {
            let cib = try CIBReader.read(CIBWriter.write(root))
            root = try CIBReader.tree(CIBWriter.write(cib))
        }
        root["validate-with"] = CIBUpgrade.schema
        root.set(CIBVersion(adminEpoch: version.adminEpoch, epoch: 1, updates: 0))
    }
}

extension XMLElement {
    /// As `cibadmin --empty` prints it.
    public static var emptyCIB: XMLElement {
        let sections = ["crm_config", "nodes", "resources", "constraints"].map { XMLElement($0) }
        return XMLElement(
            "cib",
            attributes: [
                "crm_feature_set": "3.16.1", "validate-with": CIBUpgrade.schema, "epoch": "1", "num_updates": "0",
                "admin_epoch": "0",
            ], elements: [XMLElement("configuration", elements: sections), XMLElement("status")])
    }

    fileprivate var withoutLines: XMLElement {
        var copy = self
        copy.line = 0
        copy.children = children.map { if case .element(let child) = $0 { .element(child.withoutLines) } else { $0 } }
        return copy
    }
}
