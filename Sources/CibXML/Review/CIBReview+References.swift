import ClusterModel

extension CIBReview {
    /// `id-ref` must be of something of the same kind.
    mutating func reviewReferences() {
        var sets = SetIndex()
        sets.add(cib.configuration.properties, "cluster_property_set")
        sets.add(cib.configuration.resourceDefaults + cib.configuration.operationDefaults, "meta_attributes")
        for resource in resources.all { sets.add(resource) }
        for node in cib.configuration.nodes {
            sets.add(node.attributeSets, "instance_attributes")
            sets.add(node.utilization, "utilization")
        }
        for rule in cib.configuration.constraints.flatMap(\.rules) { sets.add(rule) }
        for rule in sets.rules.values.sorted(by: { $0.id < $1.id }) where !rule.isBounded(among: sets.rules) {
            let text = "<rule id=\"\(rule.id)\">: it refers to itself, be it by others"
            complain(.mistake, rule.id, text, "write out what one of them says")
        }
        for (kind, reference) in sets.references where !sets.known.contains("\(kind) \(reference)") {
            complain(.mistake, reference, "<\(kind) id-ref=\"\(reference)\">: no \(kind) has that id", "name another")
        }
        reviewTags()
        reviewLevels()
    }

    private mutating func reviewTags() {
        for tag in cib.configuration.tags {
            for member in tag.members where lines[member] == nil {
                complain(.warning, tag.id, "<tag id=\"\(tag.id)\">: \(member) is nothing", "remove it, or define it")
            }
        }
    }

    private mutating func reviewLevels() {
        let nodes = Set(cib.configuration.nodes.map(\.name))
        for level in cib.configuration.fencingLevels {
            let id = level["id"] ?? ""
            for device in (level["devices"] ?? "").split(separator: ",") where !resources.ids.contains(String(device)) {
                complain(.warning, id, "<fencing-level id=\"\(id)\">: \(device) is no resource", "define it")
            }
            if let target = level["target"], !nodes.contains(target) {
                complain(.warning, id, "<fencing-level id=\"\(id)\">: \(target) is no node", near(target, nodes))
            }
        }
    }

    func near(_ name: String, _ names: Set<String>) -> String {
        NearestName.of(name, among: names.sorted()).map { "\($0)?" } ?? "define it, or name another"
    }
}

/// Sets that have an id, and those that only name one.
private struct SetIndex {
    var known: Set<String> = []
    var references: [(kind: String, id: String)] = []
    var rules: [String: Rule] = [:]

    mutating func add(_ sets: [AttributeSet], _ kind: String) {
        for set in sets {
            if let id = set.attributes["id"] { known.insert("\(kind) \(id)") }
            if let reference = set.reference { references.append((kind, reference)) }
            if let rule = set.rule { add(rule) }
            for pair in set.pairs {
                if let reference = pair.reference { references.append(("nvpair", reference)) }
                known.insert("nvpair \(pair.id)")
            }
        }
    }

    /// With those in it.
    mutating func add(_ rule: Rule) {
        if let reference = rule.reference {
            references.append(("rule", reference))
        } else {
            known.insert("rule \(rule.id)")
            rules[rule.id] = rule
        }
        for inner in rule.inner { add(inner) }
    }

    mutating func add(_ resource: ResourceDefinition) {
        add(resource.parameters, "instance_attributes")
        add(resource.meta, "meta_attributes")
        add(resource.utilization, "utilization")
        // Operations may be named by their own id, or by that of the resource.
        known.insert("operations \(resource.id)")
        if let id = resource.operationsID { known.insert("operations \(id)") }
        if let reference = resource.operationsReference { references.append(("operations", reference)) }
        for operation in resource.operations {
            add(operation.parameters, "instance_attributes")
            add(operation.meta, "meta_attributes")
        }
    }
}
