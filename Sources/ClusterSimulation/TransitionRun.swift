import ClusterModel
import Scheduler

/// A transition graph carried out on a CIB in one's head: every action succeeds, except those told to fail. What came
/// of it stands in the status as the cluster itself would have written it.
public struct TransitionRun: Sendable {
    public private(set) var cib: CIB
    public private(set) var steps: [SimulatedStep] = []
    /// What 2.1.5's simulation leaves in the status and a cluster does not was left there: records of operations that
    /// were cancelled, histories of what was deleted, failures that were cleared.
    public private(set) var leavesTraces = false
    /// Nodes that were told to shut down. As in 2.1.5 they stay in the status: that they leave is no action's result.
    public private(set) var shutdowns: [String] = []
    /// Every step was taken, or an operation failed as it was told to.
    public private(set) var isComplete = false

    /// What becomes of histories that actions take away.
    public enum Manner: Sendable {
        /// They go, so that there is nothing left to do.
        case asCluster
        /// They stay, and a cancelled operation is recorded as one more, as crm_simulate 2.1.5 does it.
        case asPacemaker
    }

    /// Of the graph, what was left when nothing more could be done.
    public private(set) var undone: [Synapse] = []

    private let schedule: Schedule
    private let manner: Manner
    private let failing: [OperationSpecification]
    private let now: Int
    private var editor: StatusEditor
    private let names: ShownNames
    private let nodeNames: [String]
    /// By node: the place of its state; -1 where it was not looked up yet.
    private var states: [Int]
    private var hasFailed = false

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - digest: MD5 of a text in 32 hexadecimal digits.
    public init(
        _ schedule: Schedule, on cib: CIB, at now: Int, manner: Manner = .asCluster,
        failing: [OperationSpecification] = [], digest: @escaping (String) -> String
    ) {
        self.cib = cib
        self.schedule = schedule
        self.failing = failing
        self.manner = manner
        self.now = now
        editor = StatusEditor(cib)
        names = ShownNames(schedule.conditions)
        nodeNames = schedule.conditions.nodes.map(\.name)
        states = Array(repeating: -1, count: nodeNames.count)
        var digests = RecordedDigests(schedule.conditions, digest: digest)
        takeSteps(&digests)
    }

    private mutating func takeSteps(_ digests: inout RecordedDigests) {
        let synapses = schedule.graph.synapses
        var waiting = Waiting(schedule.graph)
        var order = FiringOrder(waiting.first)
        var isOpen = Array(repeating: true, count: synapses.count)
        while let step = order.next() {
            let action = schedule.actions.actions[synapses[step].action]
            guard action.isPseudo || !hasFailed || synapses[step].priority >= Score.infinity.value else { continue }
            isOpen[step] = false
            let failed = take(synapses[step].action, action, &digests)
            for follower in waiting.release(step, urgentOnly: failed) { order.add(follower) }
        }
        undone = zip(synapses, isOpen).filter(\.1).map(\.0)
        isComplete = undone.isEmpty || hasFailed
    }

    /// - Returns: whether it failed.
    private mutating func take(
        _ index: ActionIndex, _ action: Action, _ digests: inout RecordedDigests
    ) -> Bool {
        if action.isPseudo {
            steps.append(.pseudo(names.key(of: action, schedule.actions)))
            return false
        }
        guard let node = action.node else { return false }
        switch action.task {
        case .fence: fence(node)
        case .shutdown:
            shutdowns.append(name(node))
            steps.append(.cluster(task: schedule.actions.text(of: action.task), resource: nil, node: name(node)))
        case .clearFailures: clearFailures(action, node, digests)
        case .delete: delete(action, node)
        case .cancel where manner == .asCluster: cancel(action, node)
        default: return execute(index, action, node, &digests)
        }
        leavesTraces = leavesTraces || manner == .asPacemaker && action.task != .fence && action.task != .shutdown
        return false
    }

    private func name(_ node: NodeIndex) -> String { nodeNames[node] }

    private mutating func state(_ node: NodeIndex) -> Int {
        if states[node] < 0 {
            states[node] = editor.state(of: nodeNames[node], id: schedule.conditions.nodes[node].id, in: &cib)
        }
        return states[node]
    }

    // MARK: What is not an operation

    private mutating func fence(_ node: NodeIndex) {
        steps.append(
            .fencing(node: name(node), action: schedule.conditions.options.fencingAction.rawValue))
        editor.leave(state(node), in: &cib)
    }

    private mutating func clearFailures(_ action: Action, _ node: NodeIndex, _ digests: RecordedDigests) {
        guard let resource = action.resource else { return }
        let id = names.bases[resource]
        steps.append(
            .cluster(task: schedule.actions.text(of: action.task), resource: id, node: name(node)))
        guard manner == .asCluster, !completeMadeUp(resource, node, digests) else { return }
        let state = state(node)
        cib.nodeStates[state].clearFailures(of: id)
        guard let history = editor.history(of: id, on: state) else { return }
        cib.nodeStates[state].histories[history].operations.removeAll { $0.id == "\(id)_last_failure_0" }
    }

    /// What -i made up does not say what it ran with, so that its definition seems to have changed, and its failure is
    /// cleared. The record of a cluster says it, and the failure stays.
    ///
    /// - Returns: whether that is why it is cleared; then the record says it, too.
    private mutating func completeMadeUp(
        _ resource: ResourceIndex, _ node: NodeIndex, _ digests: RecordedDigests
    ) -> Bool {
        let isOld = schedule.conditions.clearedFailures.contains { $0.resource == resource && $0.node == node }
        let state = state(node)
        guard !isOld, !schedule.conditions.resources[resource].isOrphan,
            let history = history(of: resource, on: state)
        else { return false }
        let operations = cib.nodeStates[state].histories[history].operations
        let places = operations.indices.filter { operations[$0].isMadeUp && operations[$0].digest.isEmpty }
        for place in places {
            cib.nodeStates[state].histories[history].operations[place].digest = digests.value(
                of: operations[place], of: resource, on: node)
        }
        return !places.isEmpty
    }

    private mutating func delete(_ action: Action, _ node: NodeIndex) {
        guard let resource = action.resource else { return }
        show(action, resource, node, interval: 0)
        guard manner == .asCluster else { return }
        let state = state(node)
        editor.forget(names.bases[resource], on: state, in: &cib)
        editor.forget(names.shown[resource], on: state, in: &cib)
    }

    private mutating func cancel(_ action: Action, _ node: NodeIndex) {
        guard let resource = action.resource else { return }
        show(action, resource, node, interval: action.intervalMilliseconds)
        let state = state(node)
        guard let history = history(of: resource, on: state) else { return }
        cib.nodeStates[state].histories[history].cancel(
            schedule.actions.text(of: action.keyTask), action.intervalMilliseconds)
    }

    private mutating func show(_ action: Action, _ resource: ResourceIndex, _ node: NodeIndex, interval: Int) {
        steps.append(
            .operation(
                resource: names.shown[resource], task: schedule.actions.text(of: action.task),
                intervalMilliseconds: interval, node: name(node)))
    }

    // MARK: Operations

    private mutating func execute(
        _ index: ActionIndex, _ action: Action, _ node: NodeIndex, _ digests: inout RecordedDigests
    ) -> Bool {
        guard let resource = action.resource else { return false }
        leavesTraces = leavesTraces || action.task == .cancel
        show(action, resource, node, interval: action.intervalMilliseconds)
        let task = schedule.actions.text(of: action.task)
        var operation = ExecutedOperation(
            task: task, intervalMilliseconds: action.intervalMilliseconds, code: action.expectedCode ?? 0,
            expectedCode: action.expectedCode ?? 0, reason: "User-injected result", time: now)
        let state = state(node)
        let failure = failure(of: resource, operation, on: node)
        if let failure {
            operation.code = failure.code
            steps.append(.pretence(action: index.number, code: failure.code))
            let counted = cib.nodeStates[state].countFailure(
                of: names.bases[resource], task, action.intervalMilliseconds, code: failure.code, at: now)
            let id = cib.nodeStates[state].id
            steps += counted.map { .count(.attribute($0.name, $0.value, node: id)) }
            hasFailed = true
        }
        operation.digest = digests.value(action, task, of: resource, on: node)
        let definition = schedule.conditions.resources[resource].definition
        let history =
            history(of: resource, on: state)
            ?? editor.history(
                of: schedule.conditions.definitions[definition], named: names.bases[resource], on: state, in: &cib)
        cib.nodeStates[state].histories[history].record(operation)
        return failure != nil
    }

    private func history(of resource: ResourceIndex, on state: Int) -> Int? {
        editor.history(of: names.shown[resource], on: state) ?? editor.history(of: names.bases[resource], on: state)
    }

    private func failure(
        of resource: ResourceIndex, _ operation: ExecutedOperation, on node: NodeIndex
    ) -> OperationSpecification? {
        failing.first {
            matches($0, resource, operation.task, every: operation.intervalMilliseconds, on: node)
        }
    }

    /// An instance of a clone may be named with or without its number.
    private func matches(
        _ failing: OperationSpecification, _ resource: ResourceIndex, _ task: String, every interval: Int,
        on node: NodeIndex
    ) -> Bool {
        failing.task == task && failing.intervalMilliseconds == interval && failing.node == name(node)
            && [names.bases[resource], schedule.conditions.resources[resource].id].contains(failing.resource)
    }

    /// Failures that were asked for of operations that the transition does not have.
    public var unmatched: [OperationSpecification] {
        failing.filter { failing in
            !schedule.graph.synapses.contains { synapse in
                let action = schedule.actions.actions[synapse.action]
                guard !action.isPseudo, let resource = action.resource, let node = action.node else { return false }
                let task = schedule.actions.text(of: action.task)
                return matches(failing, resource, task, every: action.intervalMilliseconds, on: node)
            }
        }
    }
}
