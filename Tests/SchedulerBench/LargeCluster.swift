import ClusterModel
import SchedulerRig

/// A cluster of many nodes and primitives, all well until one node is lost.
struct LargeCluster {
    var nodes: Int
    var primitives: Int
    /// Whether each node has told that it does not run what it does not run; else no probes are asked for.
    var hasProbes = false

    var name: String { "\(nodes) x \(primitives), one node lost" + (hasProbes ? ", all probes in status" : "") }

    var xml: String { CaseText.xml(cib) }

    private var cib: CIB {
        var cib = CIB(attributes: [
            "crm_feature_set": CIBGenerator.featureSet, "validate-with": "pacemaker-3.9", "epoch": "1",
            "num_updates": "0", "admin_epoch": "0", "have-quorum": "1", "dc-uuid": "1",
        ])
        cib.configuration.properties = [properties]
        cib.configuration.nodes = (1...nodes).map {
            NodeDefinition(attributes: ["id": String($0), "uname": "node\($0)"])
        }
        cib.configuration.resources = [fenceDevice] + (0..<primitives).map(primitive)
        cib.nodeStates = (1...nodes).map(state)
        return cib
    }

    private var properties: AttributeSet {
        var pairs = [AttributeSet.Pair(id: "properties-stonith", name: "stonith-enabled", value: "true")]
        if !hasProbes {
            pairs.append(.init(id: "properties-probes", name: "enable-startup-probes", value: "false"))
        }
        return AttributeSet(attributes: ["id": "properties"], pairs: pairs)
    }

    private var fenceDevice: ResourceDefinition {
        ResourceDefinition(.primitive, attributes: ["id": "fence", "class": "stonith", "type": "fence_ipmilan"])
    }

    private func primitive(_ number: Int) -> ResourceDefinition {
        var primitive = ResourceDefinition(
            .primitive, attributes: ["id": "rsc\(number)", "class": "ocf", "provider": "heartbeat", "type": "Dummy"])
        primitive.operations = [
            OperationDefinition(attributes: ["id": "rsc\(number)-monitor", "name": "monitor", "interval": "10s"])
        ]
        return primitive
    }

    // MARK: Status

    /// The last node is the one that is lost.
    private func state(_ node: Int) -> NodeState {
        let isLost = node == nodes
        var state = NodeState(attributes: [
            "id": String(node), "uname": "node\(node)", "in_ccm": isLost ? "false" : "true",
            "crmd": isLost ? "offline" : "online", "join": isLost ? "down" : "member", "expected": "member",
        ])
        if node == 1 {
            state.histories.append(
                history("fence", of: ["class": "stonith", "type": "fence_ipmilan"], [start("fence")]))
        }
        let dummy: ElementAttributes = ["class": "ocf", "provider": "heartbeat", "type": "Dummy"]
        for number in 0..<primitives {
            let id = "rsc\(number)"
            if number % nodes == node - 1 {
                state.histories.append(history(id, of: dummy, [start(id), monitor(id)]))
            } else if hasProbes {
                state.histories.append(history(id, of: dummy, [probe(id)]))
            }
        }
        return state
    }

    private func history(_ id: String, of kind: ElementAttributes, _ records: [OperationRecord]) -> ResourceHistory {
        var history = ResourceHistory(id: id, attributes: kind)
        history.operations = records
        return history
    }

    private func start(_ id: String) -> OperationRecord { record("\(id)_last_0", "start", 0, call: 5, code: 0) }

    private func monitor(_ id: String) -> OperationRecord {
        record("\(id)_monitor_10000", "monitor", 10_000, call: 6, code: 0)
    }

    private func probe(_ id: String) -> OperationRecord { record("\(id)_last_0", "monitor", 0, call: 4, code: 7) }

    private func record(_ id: String, _ operation: String, _ interval: Int, call: Int, code: Int) -> OperationRecord {
        var record = OperationRecord(id: id, operation: operation)
        record.intervalMilliseconds = interval
        record.callID = call
        record.code = code
        record.status = .done
        record.lastChange = CIBGenerator.now - 600
        record.transitionKey = "\(call):1:\(code):5ed0a1f0-0000-4000-8000-00000000beef"
        record.transitionMagic = "0:\(code);\(record.transitionKey)"
        record.others = ["exec-time": "20", "queue-time": "0", "crm_feature_set": CIBGenerator.featureSet]
        return record
    }
}
