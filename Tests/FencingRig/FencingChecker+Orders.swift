import ClusterModel
import FencingCore

/// What may be begun, and when.
extension FencingChecker {
    mutating func begin(_ order: ActionOrder) {
        let name = "#\(order.id.number) \(order.device)"
        check(numbers.insert(order.id.number).inserted, "\(name): its number is not new")
        checkRoom(order, name)
        check(order.deadline > now, "\(name): begun at or after its own deadline (F4)")
        begun += 1
        busy[order.device, default: []].insert(order.id)
        runs[order.id] = Run(order: order, place: begun, isExamination: !order.action.changesPower)
        guard order.action.changesPower else {
            let isWanted = examinations.values.contains { $0.device == order.device && $0.action == order.action }
            return check(isWanted, "\(name): nobody wants to know")
        }
        guard let node = order.target, var attempt = nodes[node]?.attempt else {
            return fail("\(name): without a level")
        }
        checkWanted(order, node, name)
        checkKind(order, name)
        checkAttempt(order, attempt, node, name)
        attempt.hasBegun = true
        checkOnce(order, attempt, name)
        attempt.acts.append(
            .init(id: order.id, device: order.device, plug: order.plug, action: order.action, place: begun))
        nodes[node]?.attempt = attempt
    }

    private mutating func checkRoom(_ order: ActionOrder, _ name: String) {
        let busy = busy[order.device] ?? []
        check(busy.count < limits[order.device] ?? 1, "\(name): more actions at once than the device can do (F2)")
        let same = busy.contains { order.target != nil && runs[$0]?.order.target == order.target }
        check(!same, "\(name): two actions at once on one device for one node (F2)")
    }

    private mutating func checkWanted(_ order: ActionOrder, _ node: NodeName, _ name: String) {
        let live = live(node).filter { Self.serves($0.request.action, order.action) }
        check(!live.isEmpty, "\(name): nobody waits for it: past its deadline, cancelled or confirmed (F4, F8)")
        check(live.contains { order.deadline <= $0.request.deadline }, "\(name): runs past every deadline (F4)")
        check(live.contains { mayAct(on: $0.request) }, "\(name): the own node (F5)")
        check(plugs(order.device, node).contains(order.plug), "\(name): another plug than the node's")
    }

    /// What a node may have done to itself: what began under another configuration goes on.
    func mayAct(on request: FencingRequest) -> Bool {
        request.target != setup.localNode || request.allowsSelf
            || request.action == .on && unfenced.contains(request.target)
    }

    static func serves(_ wanted: AgentAction, _ action: AgentAction) -> Bool { wanted == .reset || wanted == action }

    private mutating func checkKind(_ order: ActionOrder, _ name: String) {
        switch kinds[order.device] {
        case nil, .person: fail("\(name): no agent carries that out")
        case .check: check(order.action != .on, "\(name): it cannot power a node on (F9)")
        case .power: break
        }
    }

    private mutating func checkAttempt(
        _ order: ActionOrder, _ attempt: NodeHistory.Attempt, _ node: NodeName, _ name: String
    ) {
        check(attempt.devices.contains(order.device), "\(name): not of the level that runs (F3)")
        check(!attempt.hasFailed && !attempt.hasSucceeded, "\(name): its level is over (F3)")
        check(Self.serves(attempt.action, order.action), "\(name): another action than its level's")
        if attempt.action != .on {
            check(order.leavesOff == (attempt.leavesOff && attempt.action == .reset), "\(name): leaves off (F9)")
        }
        if attempt.action == .reset, order.action == .reset { checkWhole(order, attempt, name) }
        if attempt.action == .reset, order.action == .on {
            let areOff = attempt.devices.allSatisfy { device in
                plugs(device, node).allSatisfy {
                    nodes[node]?.outcome(device, $0, since: attempt.mark, .off)?.code == .ok
                }
            }
            check(areOff, "\(name): on before all are off (F3)")
        }
    }

    /// A reset in one is for one device, and for those who do not want the power read back (F7).
    private mutating func checkWhole(_ order: ActionOrder, _ attempt: NodeHistory.Attempt, _ name: String) {
        check(attempt.devices.count == 1, "\(name): a level of several devices is off, then on (F3)")
        if let node = order.target {
            check(plugs(order.device, node).count == 1, "\(name): one of several plugs is reset (F3)")
        }
        guard kinds[order.device]?.canPowerOn == true else { return }
        let strict = attempt.first.contains { open[$0]?.request.minimumEvidence == .readBack }
        check(!strict, "\(name): read-back is off, read back, on (F7)")
    }
}
