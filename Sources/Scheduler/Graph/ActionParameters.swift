import ClusterModel

/// What an executor is told of an action: attributes of `<attributes>` in the graph, in the order of their names.
struct ActionParameters {
    let conditions: ClusterConditions
    let table: ActionTable
    static let featureSet = "3.16.1"

    func values(of index: ActionIndex) -> [NameTable.Pair] {
        let action = table.actions[index]
        var values = NameTable()
        values.add("crm_feature_set", Self.featureSet)
        if let resource = action.resource {
            addResource(resource, action, to: &values)
        } else if action.task == .fence, let node = action.node {
            addMeta("stonith_action", conditions.options.fencingAction.rawValue, to: &values)
            for pair in conditions.nodes[node].attributes.pairs { addMeta(pair.name, pair.value, to: &values) }
        } else {
            addMeta("op_no_wait", "true", to: &values)
        }
        if let node = action.node, !action.isPseudo || action.task == .fence {
            addMeta("on_node", conditions.nodes[node].name, to: &values)
            addMeta("on_node_uuid", conditions.nodes[node].id, to: &values)
        }
        return values.sorted
    }

    private func addResource(_ resource: ResourceIndex, _ action: Action, to values: inout NameTable) {
        let name = table.text(of: action.keyTask)
        let interval = action.intervalMilliseconds
        let isPrimitive = conditions.resources[resource].kind == .primitive
        let definition = isPrimitive ? conditions.operation(name, every: interval, of: resource) : nil
        if let definition, let node = action.node {
            var reading = conditions.reading
            reading.evaluation.attributes = conditions.nodes[node].attributes
            reading.read(definition.parameters, into: &values)
        }
        if isPrimitive { values.add(conditions.parameters(of: resource, on: action.node)) }
        let meta = OperationMeta(conditions, resource, name, every: interval, definition)
        for pair in meta.values.pairs { addMeta(pair.name, pair.value, to: &values) }
        addOwn(action, name, to: &values)
        addClone(of: resource, to: &values)
    }

    /// What only some actions say.
    private func addOwn(_ action: Action, _ name: String, to values: inout NameTable) {
        if let code = action.expectedCode { addMeta("op_target_rc", String(code), to: &values) }
        if action.task == .cancel {
            addMeta("operation", name, to: &values)
            if let call = action.cancelledCall { addMeta("call-id", String(call), to: &values) }
        }
        if action.task == .clearFailures { addMeta("op_no_wait", "true", to: &values) }
    }

    /// Which instance it is, and of what.
    private func addClone(of resource: ResourceIndex, to values: inout NameTable) {
        if let instance = conditions.resources[resource].instance { addMeta("clone", String(instance), to: &values) }
        var next: ResourceIndex? = resource
        while let index = next {
            let state = conditions.resources[index]
            next = state.parent
            guard state.kind == .clone else { continue }
            addMeta("clone_max", String(state.options.cloneMax), to: &values)
            addMeta("clone_node_max", String(state.options.cloneNodeMax), to: &values)
            addMeta("globally_unique", String(state.options.isUnique), to: &values)
            addMeta("notify", "false", to: &values)
        }
    }

    /// Names that the cluster made for itself are left out.
    private func addMeta(_ name: String, _ value: String, to values: inout NameTable) {
        guard !name.utf8.contains(UInt8(ascii: "#")), !name.utf8.contains(UInt8(ascii: ":")) else { return }
        values.add("CRM_meta_" + String(name.map { $0 == "-" ? "_" : $0 }), value)
    }
}
