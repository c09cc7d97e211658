import ClusterModel

extension ClusterConditions {
    /// The flat table of resources, as configured: none of them is known to run yet.
    mutating func readResources(_ configuration: CIBConfiguration) throws(Refusal) {
        resources.reserveCapacity(configuration.resources.count)
        for definition in configuration.resources {
            if case .template = definition.kind { continue }
            tops.append(try addResource(definition, in: nil, instance: nil))
        }
        tops = MergeSort.sorted(tops) {
            let priorities = (resources[$0].options.priority, resources[$1].options.priority)
            return priorities.0 == priorities.1 ? 0 : priorities.0 > priorities.1 ? -1 : 1
        }
        if options.isFencingEnabled, !hasFenceDevice {
            complain(.error, "Resource start-up disabled since no STONITH resources have been defined")
        }
    }

    /// - Parameter instance: the number of the clone's instance that it belongs to.
    private mutating func addResource(
        _ definition: ResourceDefinition, in parent: ResourceIndex?, instance: Int?
    ) throws(Refusal) -> ResourceIndex {
        definitions.append(definition)
        let place = definitions.count - 1
        let index = try addCondition(place, in: parent, instance: instance)
        switch definition.kind {
        case .primitive, .template, .bundle: break
        case .group(let members):
            for member in members {
                let child = try addResource(member, in: index, instance: instance)
                resources[index].children.append(child)
            }
        case .clone(let child, _):
            for _ in 0..<max(1, resources[index].options.cloneMax) { try addInstance(of: index, child) }
        }
        return index
    }

    /// One more instance of a clone; an orphan where all that it may have are there.
    @discardableResult
    mutating func addInstance(of clone: ResourceIndex, _ child: ResourceDefinition) throws(Refusal) -> ResourceIndex {
        let number = resources[clone].children.count
        let index: ResourceIndex
        if number == 0 {
            index = try addResource(child, in: clone, instance: 0)
            rememberMembers(of: index, clone: clone)
        } else {
            index = try addInstance(like: resources[clone].children[0], in: clone, number: number)
        }
        resources[clone].children.append(index)
        if number >= resources[clone].options.cloneMax { markOrphans(index) }
        return index
    }

    /// Its definitions are those of the first instance.
    private mutating func addInstance(
        like first: ResourceIndex, in parent: ResourceIndex, number: Int
    ) throws(Refusal) -> ResourceIndex {
        let index = try addCondition(resources[first].definition, in: parent, instance: number)
        for member in resources[first].children {
            let child = try addInstance(like: member, in: index, number: number)
            resources[index].children.append(child)
        }
        return index
    }

    private mutating func addCondition(
        _ place: Int, in parent: ResourceIndex?, instance: Int?
    ) throws(Refusal) -> ResourceIndex {
        let definition = definitions[place]
        let id = instance.map { "\(definition.id):\($0)" } ?? definition.id
        let kind = ResourceCondition.Kind(definition.kind)
        var condition = ResourceCondition(
            id: id, kind: kind, definition: place, options: try resourceOptions(definition, in: parent, kind))
        condition.parent = parent
        condition.instance = instance
        condition.isManaged = condition.options.isManaged && !condition.options.inMaintenance && !options.inMaintenance
        condition.inMaintenance = condition.options.inMaintenance || options.inMaintenance
        condition.nextRole = condition.options.targetRole ?? .unknown
        condition.isFenceDevice = definition.attributes["class"]?.lowercased() == "stonith"
        if condition.isFenceDevice { hasFenceDevice = true }
        let index = ResourceIndex(resources.count)
        resources.append(condition)
        resourceIndices[id] = index
        return index
    }

    private mutating func rememberMembers(of instance: ResourceIndex, clone: ResourceIndex) {
        let condition = resources[instance]
        if condition.kind == .primitive { cloneOfMember[definitions[condition.definition].id] = clone }
        for child in condition.children { rememberMembers(of: child, clone: clone) }
    }

    private mutating func markOrphans(_ index: ResourceIndex) {
        resources[index].isOrphan = true
        for child in resources[index].children { markOrphans(child) }
    }

    /// The outermost resource it is in, or itself.
    public func top(of resource: ResourceIndex) -> ResourceIndex {
        var top = resource
        while let parent = resources[top].parent { top = parent }
        return top
    }

    /// What a constraint means by an id: an instance or a member of a clone stands for the clone.
    public func resource(_ id: String) -> ResourceIndex? {
        if let index = resourceIndices[id] { return index }
        return cloneOfMember[id].flatMap { clone in hasHistoryName(id, in: clone) ? clone : nil }
    }

    /// Pacemaker knows the name of a cloned resource without its number only where the status has used it.
    private func hasHistoryName(_ name: String, in resource: ResourceIndex) -> Bool {
        resources[resource].historyName == name
            || resources[resource].children.contains { hasHistoryName(name, in: $0) }
    }

    /// The definition of an operation's resource, with its operations whether they are its own or referred to.
    public func operations(of resource: ResourceIndex) -> [OperationDefinition] {
        let definition = definitions[resources[resource].definition]
        guard let reference = definition.operationsReference else { return definition.operations }
        return reading.references.operations[reference] ?? []
    }
}

extension ResourceCondition.Kind {
    init(_ kind: ResourceDefinition.Kind) {
        switch kind {
        case .group: self = .group
        case .clone: self = .clone
        case .primitive, .template, .bundle: self = .primitive
        }
    }
}
