import ClusterModel

extension XMLText {
    mutating func add(_ state: NodeState) {
        let isEmpty = state.transientAttributes.isEmpty && state.histories.isEmpty && state.unknown.isEmpty
        element("node_state", state.attributes, isEmpty: isEmpty) { text in
            if !state.transientAttributes.isEmpty || state.unknown.has("transient_attributes") {
                text.section("transient_attributes", ["id": state.id], state.unknown) { text in
                    for set in state.transientAttributes { text.add(set, "instance_attributes") }
                }
            }
            text.addHistories(of: state)
            text.add(state.unknown, of: "node_state")
        }
    }

    private mutating func addHistories(of state: NodeState) {
        let hasHistories = !state.histories.isEmpty || state.unknown.has("lrm_resources")
        guard hasHistories || state.unknown.has("lrm") else { return }
        section("lrm", ["id": state.id], state.unknown) { text in
            guard hasHistories else { return }
            text.section("lrm_resources", [:], state.unknown) { text in
                for history in state.histories { text.add(history) }
            }
        }
    }

    private mutating func section(
        _ name: String, _ attributes: ElementAttributes, _ unknown: [UnknownElement],
        _ content: (inout XMLText) -> Void
    ) {
        element(name, unknown.attributes(of: name) ?? attributes) { text in
            content(&text)
            text.add(unknown, of: name)
        }
    }

    private mutating func add(_ history: ResourceHistory) {
        var attributes = ElementAttributes([.init("id", history.id)])
        attributes.merge(history.attributes)
        element("lrm_resource", attributes, isEmpty: history.operations.isEmpty) { text in
            for operation in history.operations { text.leaf("lrm_rsc_op", operation.attributes) }
        }
    }
}

extension OperationRecord {
    /// All of it, in the order in which Pacemaker writes the best known.
    fileprivate var attributes: ElementAttributes {
        var pairs: [ElementAttributes.Pair] = [.init("id", id)]
        if others["operation"] == nil { pairs.append(.init("operation", operation)) }
        if !operationKey.isEmpty { pairs.append(.init("operation_key", operationKey)) }
        pairs += others.pairs
        func add(_ name: String, _ value: String, _ isSet: Bool) {
            if isSet, others[name] == nil { pairs.append(.init(name, value)) }
        }
        add("transition-key", transitionKey, !transitionKey.isEmpty)
        add("transition-magic", wholeMagic ?? "", wholeMagic != nil)
        add("exit-reason", exitReason, !exitReason.isEmpty)
        add("call-id", callID.map(String.init) ?? "", callID != nil)
        add("rc-code", code.map(String.init) ?? "", code != nil)
        add("op-status", String(status.rawValue), status != .unknown)
        add("interval", String(intervalMilliseconds), true)
        add("last-run", String(lastRun), lastRun != 0)
        add("last-rc-change", String(lastChange), lastChange != 0)
        add("op-digest", digest, !digest.isEmpty)
        add("op-restart-digest", restartDigest, !restartDigest.isEmpty)
        add("op-force-restart", restartParameters, !restartParameters.isEmpty)
        var result = ElementAttributes(pairs)
        result.inside = others.inside
        return result
    }
}
