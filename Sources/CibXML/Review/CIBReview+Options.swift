import ClusterModel

extension CIBReview {
    mutating func reviewProperties() {
        for set in cib.configuration.properties {
            for pair in set.pairs {
                guard let kind = OptionKind.properties[pair.name], let value = pair.value, !kind.takes(value) else {
                    continue
                }
                complain(
                    .mistake, pair.id,
                    "Using default value for cluster option '\(pair.name)' because '\(value)' is invalid",
                    kind.advice(value))
            }
        }
        reviewFencing()
    }

    private var isFencingOff: Bool {
        let value = cib.configuration.properties.lazy.compactMap { $0["stonith-enabled"] }.first
        return ["false", "off", "no", "n", "0"].contains(value?.lowercased() ?? "true")
    }

    private mutating func reviewFencing() {
        let isStonith = { (resource: ResourceDefinition) in resource.attributes["class"] == "stonith" }
        guard !isFencingOff, !resources.ids.isEmpty, !resources.all.contains(where: isStonith) else { return }
        complain(
            .mistake, "", "Resource start-up disabled since no STONITH resources have been defined",
            "Either configure some or disable STONITH with the stonith-enabled option; clusters with shared data need "
                + "STONITH to ensure data integrity")
    }

    mutating func reviewResources() {
        let promotable = promotableIDs
        for resource in resources.all {
            reviewUse(of: resource, isPromotable: promotable.contains(resource.id))
            reviewOperations(of: resource)
            reviewTemplate(of: resource)
        }
    }

    mutating func reviewMeta() {
        for resource in resources.all { reviewMeta(resource.meta, of: resource.id) }
        reviewMeta(cib.configuration.resourceDefaults, of: "rsc_defaults")
        for pair in cib.configuration.nodes.flatMap(\.attributeSets).flatMap(\.pairs) {
            guard ["standby", "maintenance"].contains(pair.name) else { continue }
            reviewValue(pair, "a truth value", OptionKind.boolean)
        }
        for pair in cib.configuration.operationDefaults.flatMap(\.pairs) {
            if ["timeout", "interval", "start-delay"].contains(pair.name) { reviewValue(pair, "a time", .time) }
        }
    }

    /// The peer says nothing, and takes it for not set.
    private mutating func reviewValue(_ pair: AttributeSet.Pair, _ what: String, _ kind: OptionKind) {
        guard let value = pair.value, !kind.takes(value) else { return }
        complain(.warning, pair.id, "\(pair.name) \"\(value)\" is not \(what), and ignored", kind.advice(value))
    }

    private mutating func reviewMeta(_ sets: [AttributeSet], of id: String) {
        for pair in sets.flatMap(\.pairs) {
            guard let kind = OptionKind.meta[pair.name], let value = pair.value, !value.isEmpty, !kind.takes(value)
            else {
                continue
            }
            // The peer complains of these only, and ignores each.
            let severity: Diagnostic.Severity =
                ["target-role", "requires"].contains(pair.name) ? .mistake : .warning
            complain(
                severity, pair.id, "Ignoring '\(pair.name)' for \(id) because '\(value)' is not valid",
                kind.advice(value))
        }
    }

    /// Promotable clones, and what stands in them.
    private var promotableIDs: Set<String> {
        var ids: Set<String> = []
        for resource in cib.configuration.resources {
            guard case .clone(let child, let isMaster) = resource.kind else { continue }
            let value = resource.meta.lazy.compactMap { $0["promotable"] }.first?.lowercased() ?? "false"
            guard isMaster || ["true", "on", "yes", "y", "1"].contains(value) else { continue }
            ids.formUnion([resource.id, child.id])
            if case .group(let members) = child.kind { ids.formUnion(members.map(\.id)) }
        }
        return ids
    }

    /// Values that are good ones, and not here.
    private mutating func reviewUse(of resource: ResourceDefinition, isPromotable: Bool) {
        for pair in resource.meta.flatMap(\.pairs) {
            switch (pair.name, pair.value?.lowercased()) {
            case ("target-role", "promoted"), ("target-role", "unpromoted"), ("target-role", "master"),
                ("target-role", "slave"):
                guard !isPromotable else { continue }
                complain(
                    .mistake, pair.id,
                    "Ignoring 'target-role' for \(resource.id) because '\(pair.value ?? "")' only makes sense for "
                        + "promotable clones", "write Started or Stopped")
            case ("requires", "fencing"), ("requires", "unfencing"):
                guard isFencingOff else { continue }
                complain(
                    .mistake, pair.id,
                    "Resetting 'requires' for \(resource.id) to 'quorum' because fencing is disabled",
                    "set stonith-enabled to true, or requires to quorum")
            default: continue
            }
        }
    }

    private mutating func reviewOperations(of resource: ResourceDefinition) {
        var seen: [String: String] = [:]
        for operation in resource.operations {
            let text = operation.attributes["interval"] ?? "0"
            let interval = TimeText.milliseconds(text).map(String.init) ?? text
            // As the peer: only what recurs can be meant twice.
            if interval != "0", let first = seen.updateValue(operation.id, forKey: "\(operation.name) \(interval)") {
                complain(
                    .mistake, operation.id,
                    "Operation \(operation.id) is duplicate of \(first) (do not use same name and interval combination "
                        + "more than once per resource)", "remove one")
            }
            reviewTimes(of: operation)
        }
    }

    private mutating func reviewTimes(of operation: OperationDefinition) {
        for name in ["interval", "timeout", "start-delay"] {
            guard let value = operation.attributes[name] else { continue }
            if name == "interval" ? TimeText.isInterval(value) : TimeText.isTime(value) { continue }
            complain(
                .warning, operation.id, "<op id=\"\(operation.id)\">: \(name) \"\(value)\" is no time, and ignored",
                "write one, such as 30s")
        }
    }

    private mutating func reviewTemplate(of resource: ResourceDefinition) {
        guard let template = resource.attributes["template"] else { return }
        if template == resource.id {
            complain(
                .mistake, resource.id, "The resource object '\(resource.id)' should not reference itself", "remove it")
        } else if !resources.templates.contains(template) {
            complain(
                .mistake, resource.id, "<primitive id=\"\(resource.id)\">: \(template) is no template",
                NearestName.of(template, among: resources.templates.sorted()).map { "\($0)?" } ?? "define it")
        }
    }
}
