import ClusterModel

/// Finds the places in a CIB that change: states of nodes and histories of resources, each looked up once.
struct StatusEditor {
    private var states: [String: Int] = [:]
    /// By place of the state, then by the id of the resource.
    private var histories: [[String: Int]] = []

    init(_ cib: CIB) {
        for (index, state) in cib.nodeStates.enumerated() where states[state.name] == nil {
            states[state.name] = index
        }
        histories = cib.nodeStates.map { state in
            Dictionary(state.histories.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    // MARK: Nodes

    /// The place of its `node_state`, which is made where there is none.
    mutating func state(of node: String, in cib: inout CIB) throws(InjectionError) -> Int {
        if let state = states[node] { return state }
        guard let definition = cib.configuration.nodes.first(where: { $0.name == node }) else {
            let names = cib.configuration.nodes.map(\.name)
            throw .noSuchNode(node, near: NearestName.of(node, among: names))
        }
        return add(NodeState(attributes: ["id": definition.id, "uname": node]), to: &cib)
    }

    /// What it left behind is gone: neither history nor attributes.
    mutating func leave(_ state: Int, in cib: inout CIB) {
        cib.nodeStates[state].leave()
        histories[state] = [:]
    }

    /// The same, where it is known that there is such a node.
    mutating func state(of node: String, id: String, in cib: inout CIB) -> Int {
        states[node] ?? add(NodeState(attributes: ["id": id, "uname": node]), to: &cib)
    }

    private mutating func add(_ state: NodeState, to cib: inout CIB) -> Int {
        if let index = cib.nodeStates.firstIndex(where: { $0.id == state.id }) {
            cib.nodeStates[index].attributes["uname"] = state.name
            states[state.name] = index
            return index
        }
        cib.nodeStates.append(state)
        histories.append([:])
        states[state.name] = cib.nodeStates.count - 1
        return cib.nodeStates.count - 1
    }

    /// Into the configuration, where it is not there; its name is its id.
    func addNode(_ node: String, to cib: inout CIB) {
        guard !cib.configuration.nodes.contains(where: { $0.name == node }) else { return }
        cib.configuration.nodes.append(NodeDefinition(attributes: ["id": node, "uname": node]))
    }

    /// A cluster option: where it stands already, else in the usual set.
    func setProperty(_ name: String, _ value: String, in cib: inout CIB) {
        for set in cib.configuration.properties.indices {
            let pairs = cib.configuration.properties[set].pairs
            guard let index = pairs.firstIndex(where: { $0.name == name }) else { continue }
            cib.configuration.properties[set].pairs[index].value = value
            return
        }
        let usual = "cib-bootstrap-options"
        let set = cib.configuration.properties.firstIndex { $0.id == usual } ?? cib.configuration.properties.endIndex
        if set == cib.configuration.properties.endIndex {
            cib.configuration.properties.append(AttributeSet(attributes: ["id": usual]))
        }
        cib.configuration.properties[set].pairs.append(.init(id: "\(usual)-\(name)", name: name, value: value))
    }

    // MARK: Resources

    /// The history of a primitive on a node, which is made where there is none.
    mutating func history(
        of primitive: ResourceDefinition, named name: String, on state: Int, in cib: inout CIB
    ) -> Int {
        if let history = histories[state][name] { return history }
        let attributes = ElementAttributes(primitive.attributes.pairs.filter { Self.agentAttributes.contains($0.name) })
        cib.nodeStates[state].histories.append(ResourceHistory(id: name, attributes: attributes))
        let history = cib.nodeStates[state].histories.count - 1
        histories[state][name] = history
        return history
    }

    /// Nothing is known any more of a resource on a node.
    mutating func forget(_ resource: String, on state: Int, in cib: inout CIB) {
        guard let history = histories[state].removeValue(forKey: resource) else { return }
        // The last one takes its place, so that no other history's place changes.
        let last = cib.nodeStates[state].histories.count - 1
        if history != last {
            cib.nodeStates[state].histories.swapAt(history, last)
            histories[state][cib.nodeStates[state].histories[history].id] = history
        }
        cib.nodeStates[state].histories.removeLast()
    }

    private static let agentAttributes = ["class", "provider", "type"]

    /// The place of what is known of a resource on a node; nil where that is nothing.
    func history(of resource: String, on state: Int) -> Int? { histories[state][resource] }

    /// By its id, or that of an instance of a clone: `ping:0` is `ping`, as in the histories of anonymous clones.
    static func primitive(
        _ id: String, _ configuration: CIBConfiguration
    ) throws(InjectionError) -> ResourceDefinition {
        let base = id.utf8.lastIndex(of: UInt8(ascii: ":")).map { String(id[..<$0]) } ?? id
        var names: [String] = []
        guard let found = find([id, base], configuration.resources, &names) else {
            throw .noSuchResource(id, near: NearestName.of(id, among: names))
        }
        switch found.kind {
        case .primitive: return found
        case .group: throw .noPrimitive(id, kind: "group")
        case .clone: throw .noPrimitive(id, kind: "clone")
        case .template: throw .noPrimitive(id, kind: "template")
        case .bundle: throw .noPrimitive(id, kind: "bundle")
        }
    }

    private static func find(
        _ ids: [String], _ resources: [ResourceDefinition], _ names: inout [String]
    ) -> ResourceDefinition? {
        for resource in resources {
            if ids.contains(resource.id) { return resource }
            names.append(resource.id)
            let inner: [ResourceDefinition]
            switch resource.kind {
            case .group(let members): inner = members
            case .clone(let child, _): inner = [child]
            case .primitive, .template, .bundle: inner = []
            }
            if let found = find(ids, inner, &names) { return found }
        }
        return nil
    }
}
