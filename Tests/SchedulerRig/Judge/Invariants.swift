import ClusterModel
import ClusterSimulation
import Scheduler

/// What must always hold of a schedule, whatever Pacemaker does: S1 to S5 of the architecture, and S6.
public struct Invariants {
    /// - Returns: a sentence for each that does not hold; none for a case that is refused.
    public static func violations(_ cib: CIB, at now: Int = CIBGenerator.now) -> [String] {
        do {
            let schedule = try Schedule(cib, at: now, detail: .lines, digest: MD5.hex)
            let run = TransitionRun(schedule, on: cib, at: now, manner: .asCluster, digest: MD5.hex)
            let shown = TransitionRun(schedule, on: cib, at: now, manner: .asPacemaker, digest: MD5.hex)
            let decision = try OurDecision.decision(schedule, of: cib, shown, at: now)
            let again = try OurDecision.decide(cib, at: now)
            let invariants = Invariants(schedule, decision)
            let isDone = run.isComplete && !leavesMonitor(schedule)
            return (decision == again ? [] : ["S1: the same input gave another output"])
                + (isDone ? try unsettled(run.cib, at: now) : [])
                + (isDone ? try doubled(schedule.conditions, run.cib, at: now) : [])
                + invariants.startsBeforeStops() + invariants.startsBeforeFencing() + invariants.needlessMoves()
        } catch {
            return []
        }
    }

    /// S6: what is no clone runs on one node at most, unless it ran on several before.
    private static func doubled(
        _ before: ClusterConditions, _ cib: CIB, at now: Int
    ) throws(Refusal) -> [String] {
        var complaints: [Complaint] = []
        let after = try ClusterConditions(cib, at: now, digest: MD5.hex, complaints: &complaints)
        let single = after.resources.filter { $0.kind == .primitive && $0.isUnique && $0.runningOn.count > 1 }
        return single.filter { resource in
            !before.resources.contains { $0.id == resource.id && $0.runningOn.count > 1 }
        }
        .map { resource in
            let names = resource.runningOn.map { after.nodes[$0].name }
            return "S6: \(resource.id) runs on \(names.joined(separator: ", ")) after everything was done"
        }
    }

    private let conditions: ClusterConditions
    private let placement: Placement
    private let repeated: Set<Decision.Action>
    private let decision: Decision
    private let precedence: Precedence

    init(_ schedule: Schedule, _ decision: Decision) {
        conditions = schedule.conditions
        placement = schedule.placement
        repeated = Self.repeatedStarts(schedule)
        self.decision = decision
        precedence = Precedence(decision)
    }

    /// S2: after so many transitions nothing is started, stopped or fenced any more. Most cases need one; a resource
    /// that waited for a node to be fenced may need another, in Pacemaker, too. Instances of clones are left aside:
    /// Pacemaker 2.1.5 moves some of them for ever, and restarts or moves with them what must start after them or
    /// where they are; we decide as it does. So is a node in standby because of a failure: a start that goes well ends
    /// it, and the stop after that brings it back.
    private static let roundsMax = 4

    private static func unsettled(_ cib: CIB, at now: Int) throws(Refusal) -> [String] {
        var cib = cib
        var left: [Decision.Action] = []
        for _ in 1..<roundsMax {
            let schedule = try Schedule(cib, at: now, digest: MD5.hex)
            let run = TransitionRun(schedule, on: cib, at: now, manner: .asCluster, digest: MD5.hex)
            let repeated = repeatedStarts(schedule)
            guard !leavesMonitor(schedule), !schedule.conditions.nodes.contains(where: \.isStandbyByFailure) else {
                return []
            }
            left = changes(try OurDecision.decision(schedule, of: cib, run, at: now)).filter { !repeated.contains($0) }
            guard !left.isEmpty, run.isComplete else { return [] }
            cib = run.cib
        }
        return left.map { "S2: \($0) is still to be done after everything was done \(roundsMax - 1) times" }
    }

    /// A monitor is set up where its resource is no more: 2.1.5 does so where an old failure of it expired, and then
    /// takes what it stopped there for running.
    private static func leavesMonitor(_ schedule: Schedule) -> Bool {
        schedule.graph.synapses.contains { synapse in
            let action = schedule.actions.actions[synapse.action]
            guard action.task == .monitor, action.intervalMilliseconds > 0, action.expectedCode == nil,
                let resource = action.resource
            else { return false }
            return schedule.placement.nodes[resource] != action.node
        }
    }

    /// Starts of what runs already: as long as a history says that a start is under way, be it that of a node which is
    /// lost, 2.1.5 sends another, and it waits for nothing.
    private static func repeatedStarts(_ schedule: Schedule) -> Set<Decision.Action> {
        let (conditions, table) = (schedule.conditions, schedule.actions)
        return Set(
            table.actions.compactMap { action in
                guard action.task == .start, action.isOptional, action.flags.contains(.always),
                    let resource = action.resource, let node = action.node
                else { return nil }
                return Decision.Action("\(conditions.resources[resource].id)_start_0", on: conditions.nodes[node].name)
            })
    }

    private static func changes(_ decision: Decision) -> [Decision.Action] {
        let words = ["_start_0", "_stop_0", "stonith-"]
        let changes = decision.actions.keys.sorted()
            .filter { action in !action.node.isEmpty && words.contains { action.key.contains($0) } }
        let own = changes.filter { !$0.key.contains(":") }
        return own.count < changes.count ? own.filter { !isRestartedOrMoved($0, by: decision) } : own
    }

    private static func isRestartedOrMoved(_ action: Decision.Action, by decision: Decision) -> Bool {
        guard let task = ["_start_0", "_stop_0"].first(where: { action.key.hasSuffix($0) }) else { return false }
        let other = String(action.key.dropLast(task.count)) + (task == "_start_0" ? "_stop_0" : "_start_0")
        return decision.actions.keys.contains { $0.key == other && !$0.node.isEmpty }
    }

    // MARK: Orderings

    /// Each start of a resource, with the nodes where it runs now.
    private var starts: [(action: Decision.Action, resource: ResourceCondition, from: [NodeCondition])] {
        var starts: [(Decision.Action, ResourceCondition, [NodeCondition])] = []
        for resource in conditions.resources where resource.kind == .primitive && !resource.runningOn.isEmpty {
            for node in conditions.nodes {
                let action = Decision.Action("\(resource.id)_start_0", on: node.name)
                guard decision.actions[action] != nil, !repeated.contains(action) else { continue }
                let from = resource.runningOn.map { conditions.nodes[$0] }.filter { $0.name != node.name }
                starts.append((action, resource, from))
            }
        }
        return starts
    }

    /// S3: it stops where it runs before it starts elsewhere. On a node that is lost two need not be stopped: a fence
    /// device, since who uses it does not care, and what says by `requires` that it starts without fencing.
    private func startsBeforeStops() -> [String] {
        starts.flatMap { start in
            start.from.filter { node in
                !(node.isUnclean && start.resource.startsWithoutFencing)
                    && !["", node.name].contains { place in
                        precedence.isBefore(Decision.Action("\(start.resource.id)_stop_0", on: place), start.action)
                    }
            }
            .map { "S3: \(start.action) does not wait until it is stopped on \($0.name)" }
        }
    }

    /// S4: what runs on an unclean node starts elsewhere only after that node was fenced.
    private func startsBeforeFencing() -> [String] {
        guard conditions.options.isFencingEnabled else { return [] }
        return starts.filter { !$0.resource.startsWithoutFencing }.flatMap { start in
            start.from.filter { node in
                node.isUnclean
                    && !precedence.before(start.action).contains {
                        $0.node == node.name && $0.key.hasPrefix("stonith-")
                    }
            }
            .map { "S4: \(start.action) does not wait until \($0.name) is fenced" }
        }
    }

    // MARK: Moves

    /// S5: what runs well stays, unless another node is worth more.
    private func needlessMoves() -> [String] {
        starts.compactMap { start in
            guard start.from.count == 1, start.resource.runningOn.count == 1, let from = start.from.first,
                from.isOnline, !from.isUnclean, !from.isStandby, !from.isPending, !from.isShuttingDown,
                !start.resource.isFailed, let here = score(start.resource, on: from.name),
                let there = score(start.resource, on: start.action.node), here > 0, here >= there
            else { return nil }
            return "S5: \(start.action) from \(from.name), which is worth \(here) and not less than \(there)"
        }
    }

    /// The one that the choice was made by: an instance that was tried on its own node first has other lines, too.
    private func score(_ resource: ResourceCondition, on name: String) -> Int32? {
        guard let node = conditions.node(named: name),
            let place = conditions.resources.firstIndex(where: { $0.id == resource.id }),
            placement.rows[place][node] != NodeScores.absent
        else { return nil }
        return placement.rows[place][node]
    }
}

extension ResourceCondition {
    fileprivate var startsWithoutFencing: Bool { isFenceDevice || options.requirement != .fencing }
}
