import ClusterModel

extension CIBUpgrade {
    mutating func upgradeProperties() {
        var sets: [AttributeSet] = []
        for set in cib.configuration.properties {
            var kept = set
            kept.pairs = set.pairs.compactMap { upgrade($0, of: set) }
            if kept.pairs.isEmpty, !set.pairs.isEmpty { continue }
            sets.append(kept)
        }
        cib.configuration.properties = sets
    }

    /// Nil where it does not stay.
    private mutating func upgrade(_ pair: AttributeSet.Pair, of set: AttributeSet) -> AttributeSet.Pair? {
        guard let renaming = Renaming.property(pair.name, value: pair.value) else { return pair }
        guard let changed = renamed(pair, renaming, where: "crm_config") else { return nil }
        switch renaming {
        case .resourceDefault: add(changed, to: \.resourceDefaults, "_2TO3_-rsc-defaults", from: set)
        case .operationDefault: add(changed, to: \.operationDefaults, "_2TO3_-op-defaults", from: set)
        case .to, .becomes, .dropped: return changed
        }
        return nil
    }

    /// Unless it is set there. A property under a rule becomes a default under that rule.
    private mutating func add(
        _ pair: AttributeSet.Pair, to defaults: WritableKeyPath<CIBConfiguration, [AttributeSet]>, _ id: String,
        from set: AttributeSet
    ) {
        let id = set.rule == nil ? id : "_2TO3_\(set.id)"
        let index = cib.configuration[keyPath: defaults].firstIndex {
            set.rule == nil ? $0.rule == nil && $0.reference == nil : $0.id == id
        }
        guard let index else {
            var attributes = set.rule == nil ? [:] : set.attributes
            attributes["id"] = id
            let created = AttributeSet(attributes: attributes, rule: set.rule?.prefixed("_2TO3_"), pairs: [pair])
            return cib.configuration[keyPath: defaults].append(created)
        }
        guard cib.configuration[keyPath: defaults][index][pair.name] == nil else { return }
        cib.configuration[keyPath: defaults][index].pairs.append(pair)
    }

    /// Nil where it is dropped.
    mutating func renamed(
        _ pair: AttributeSet.Pair, _ renaming: Renaming, where place: String
    ) -> AttributeSet.Pair? {
        var changed = pair
        switch renaming {
        case .to(let name), .operationDefault(let name), .resourceDefault(let name, nil): changed.name = name
        case .becomes(let name, let value), .resourceDefault(let name, let value?):
            changed.name = name
            changed.value = value
        case .dropped(let why):
            changes.append("\(place): \(pair.name) is dropped, \(why)")
            return nil
        }
        changes.append("\(place): \(pair.name) is \(changed.name) now")
        return changed
    }
}

extension Rule {
    /// With other ids: each must be different from the old ones.
    fileprivate func prefixed(_ prefix: String) -> Rule {
        var rule = self
        rule.attributes = attributes.prefixed(prefix)
        rule.conditions = conditions.map { condition in
            switch condition {
            case .attribute(let attributes): .attribute(attributes.prefixed(prefix))
            case .resource(let attributes): .resource(attributes.prefixed(prefix))
            case .operation(let attributes): .operation(attributes.prefixed(prefix))
            case .rule(let rule): .rule(rule.prefixed(prefix))
            case .date(let attributes, let duration, let specification):
                .date(
                    attributes.prefixed(prefix), duration: duration?.prefixed(prefix),
                    specification: specification?.prefixed(prefix))
            }
        }
        return rule
    }
}

extension ElementAttributes {
    fileprivate func prefixed(_ prefix: String) -> ElementAttributes {
        var attributes = self
        if let id = attributes["id"] { attributes["id"] = prefix + id }
        return attributes
    }
}
