import ClusterModel

extension XMLText {
    mutating func add(_ state: NodeState) {
        let isEmpty = state.transientAttributes.isEmpty && state.histories.isEmpty && state.unknown.isEmpty
        element("node_state", state.attributes, isEmpty: isEmpty) { text in
            if !state.transientAttributes.isEmpty {
                text.element("transient_attributes", ["id": state.id]) { text in
                    for set in state.transientAttributes { text.add(set, "instance_attributes") }
                }
            }
            if !state.histories.isEmpty { text.add(state.histories, of: state.id) }
            text.add(state.unknown, of: "node_state")
        }
    }

    private mutating func add(_ histories: [ResourceHistory], of node: String) {
        element("lrm", ["id": node]) { text in
            text.element("lrm_resources") { text in
                for history in histories { text.add(history) }
            }
        }
    }

    private mutating func add(_ history: ResourceHistory) {
        let attributes = ElementAttributes([.init("id", history.id)] + history.attributes.pairs)
        element("lrm_resource", attributes, isEmpty: history.operations.isEmpty) { text in
            for operation in history.operations { text.leaf("lrm_rsc_op", operation.attributes) }
        }
    }
}

extension OperationRecord {
    /// All of it, in the order in which Pacemaker writes the best known.
    fileprivate var attributes: ElementAttributes {
        let isMagical = !transitionKey.isEmpty && transitionMagic.isEmpty
        let magic = isMagical ? "\(status.rawValue):\(code);\(transitionKey)" : transitionMagic
        var pairs: [ElementAttributes.Pair] = [.init("id", id), .init("operation", operation)]
        if !operationKey.isEmpty { pairs.append(.init("operation_key", operationKey)) }
        pairs += others.pairs
        func add(_ name: String, _ value: String, _ isSet: Bool) {
            if isSet, others[name] == nil { pairs.append(.init(name, value)) }
        }
        add("transition-key", transitionKey, !transitionKey.isEmpty)
        add("transition-magic", magic, !magic.isEmpty)
        add("exit-reason", exitReason, !exitReason.isEmpty)
        add("call-id", String(callID), true)
        add("rc-code", String(code), true)
        add("op-status", String(status.rawValue), true)
        add("interval", String(intervalMilliseconds), true)
        add("last-run", String(lastRun), lastRun != 0)
        add("last-rc-change", String(lastChange), lastChange != 0)
        add("op-digest", digest, !digest.isEmpty)
        add("op-restart-digest", restartDigest, !restartDigest.isEmpty)
        add("op-force-restart", restartParameters, !restartParameters.isEmpty)
        return ElementAttributes(pairs)
    }
}
