import ClusterModel
import ClusterSimulation
import Scheduler

/// The past of a cluster that was well: all was started where it belongs, and then something happened. Made-up
/// histories seldom come to that, and operators look at little else.
enum SettledPast {
    static func settle(_ cib: inout CIB, _ draw: inout Draw) {
        cib.nodeStates = cib.configuration.nodes.map { node in
            var state = NodeState(attributes: [
                "id": node.id, "uname": node.name, "in_ccm": "true", "crmd": "online", "join": "member",
                "expected": "member", "crm-debug-origin": "do_update_resource",
            ])
            let values = draw.has(.nodeAttributes, 80) ? [("pingd", draw.pick(["0", "100", "200"]))] : []
            state.transientAttributes = draw.sets("status-\(node.id)", values)
            return state
        }
        for _ in 0..<2 { carryOut(&cib) }
        for _ in 0..<draw.number(1...2) { happen(&cib, &draw) }
        guard draw.chance(30) else { return }
        carryOut(&cib)
        happen(&cib, &draw)
    }

    private static func carryOut(_ cib: inout CIB) {
        guard let schedule = try? Schedule(cib, at: CIBGenerator.now, digest: MD5.hex) else { return }
        cib = TransitionRun(schedule, on: cib, at: CIBGenerator.now, digest: MD5.hex).cib
    }

    private static func happen(_ cib: inout CIB, _ draw: inout Draw) {
        let nodes = cib.configuration.nodes
        let place = draw.below(nodes.count)
        var injections = Injections()
        switch draw.below(10) {
        case ..<2: injections.nodesFailed = [nodes[place].name]
        case 2: injections.nodesDown = [nodes[place].name]
        case 3: injections.nodesUp = [nodes[place].name]
        case ..<7:
            for _ in 0...draw.below(3) { injections.operations += failure(cib, &draw) }
        case 7:
            let mode = draw.pick([("standby", "on"), ("standby", "on"), ("maintenance", "true")])
            cib.configuration.nodes[place].attributeSets.append(draw.set("nodes-\(nodes[place].id)", [mode]))
        case 8 where !cib.configuration.constraints.isEmpty:
            cib.configuration.constraints.remove(at: draw.below(cib.configuration.constraints.count))
        default:
            for index in cib.configuration.constraints.indices where draw.chance(30) {
                guard cib.configuration.constraints[index].attributes["score"] != nil,
                    cib.configuration.constraints[index].kind != .order
                else { continue }
                cib.configuration.constraints[index].attributes["score"] = draw.pick(["INFINITY", "-50", "200", "1"])
            }
        }
        _ = try? injections.apply(to: &cib, at: CIBGenerator.now)
    }

    /// Of something that has a history.
    private static func failure(_ cib: CIB, _ draw: inout Draw) -> [OperationSpecification] {
        let known = cib.nodeStates.flatMap { state in state.histories.map { (state.name, $0) } }
        guard !known.isEmpty else { return [] }
        let (node, history) = draw.pick(known)
        let interval = history.operations.map(\.intervalMilliseconds).max() ?? 0
        let task = draw.pick(["start_0", "stop_0", "monitor_\(interval)", "monitor_\(interval)", "monitor_\(interval)"])
        let code = draw.has(.hardErrors, 30) ? 5 : draw.pick([1, 1, 7])
        return (try? OperationSpecification("\(history.id)_\(task)@\(node)=\(code)")).map { [$0] } ?? []
    }
}
