import ClusterModel

/// Recurring monitors that failed longer ago than `failure-timeout`, of resources that shall go elsewhere.
enum ExpiredFailures {
    static func add(_ cib: inout CIB, _ draw: inout Draw) {
        let nodes = cib.configuration.nodes.map(\.name)
        var expired: Set<String> = []
        for state in cib.nodeStates.indices {
            for history in cib.nodeStates[state].histories.indices where draw.chance(40) {
                guard expire(&cib.nodeStates[state].histories[history], &draw) else { continue }
                let id = cib.nodeStates[state].histories[history].id
                expired.insert(id)
                if draw.chance(50) { count(id, &cib.nodeStates[state], &draw) }
            }
        }
        cib.changeEachPrimitive { primitive in
            guard expired.contains(primitive.id), draw.chance(80) else { return }
            for index in primitive.meta.indices { primitive.meta[index].pairs.removeAll { $0.name == name } }
            primitive.meta.append(draw.set("\(primitive.id)-expiry", [(name, draw.pick(["30s", "60s", "10min"]))]))
        }
        for resource in cib.configuration.resources where draw.chance(50) {
            let location = ConstraintDefinition(
                .location,
                attributes: [
                    "id": draw.id("away"), "rsc": resource.id, "score": draw.pick(["500", "INFINITY", "-INFINITY"]),
                    "node": draw.pick(nodes),
                ])
            cib.configuration.constraints.append(location)
        }
    }

    private static let name = "failure-timeout"

    /// Its recurring monitor failed, 100 seconds ago.
    private static func expire(_ history: inout ResourceHistory, _ draw: inout Draw) -> Bool {
        let place = history.operations.firstIndex { $0.intervalMilliseconds > 0 && $0.status == .done }
        guard let place else { return false }
        let code = draw.pick([1, 1, 7])
        history.operations[place].code = code
        history.operations[place].transitionMagic = "0:\(code);\(history.operations[place].transitionKey)"
        history.operations[place].lastChange = CIBGenerator.now - draw.pick([45, 100, 700])
        return true
    }

    private static func count(_ id: String, _ state: inout NodeState, _ draw: inout Draw) {
        guard
            let record = state.histories.first(where: { $0.id == id })?.operations
                .first(where: { $0.intervalMilliseconds > 0 && $0.code != 0 })
        else { return }
        let key = "\(id)#monitor_\(record.intervalMilliseconds)"
        let values = [
            ("fail-count-\(key)", draw.pick(["1", "2"])), ("last-failure-\(key)", String(record.lastChange)),
        ]
        for index in state.transientAttributes.indices {
            state.transientAttributes[index].pairs.removeAll { pair in values.contains { $0.0 == pair.name } }
        }
        state.transientAttributes.append(draw.set("failed-\(state.id)", values))
    }
}
