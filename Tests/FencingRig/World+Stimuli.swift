import ClusterModel
import FencingCore

/// What clients, persons and the rest of the world do to a core.
extension World {
    mutating func stimulate() {
        switch roll(100) {
        case 0..<46: request()
        case 46..<51: repeatRequest()
        case 51..<59: cancel()
        case 59..<66: confirm()
        case 66..<74: powerOn()
        case 74..<86: examine()
        case 86..<88: reconfigure()
        case 88: disturb()
        case 89: if roll(2) == 0 { crash() }
        case 90: send(.released(roll(2) == 0 ? nil : node(), by: "root"))
        default: for _ in 0..<roll(4) { request() }
        }
        agenda.add(.stimulus, at: now.adding(milliseconds: pause()))
    }

    mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func pause() -> Int64 {
        switch roll(10) {
        case 0..<3: 0
        case 3..<6: Int64.random(in: 1...50, using: &random)
        case 6..<9: Int64.random(in: 50...3000, using: &random)
        default: Int64.random(in: 3000...60_000, using: &random)
        }
    }

    private mutating func node() -> NodeName {
        if roll(60) == 0, let stranger = WorldPlan.stranger { return stranger }
        return WorldPlan.names[roll(WorldPlan.names.count)]
    }

    private mutating func request() {
        guard let id = requests.newID() else { return }
        let actions: [AgentAction] = [.reset, .reset, .reset, .reset, .off, .on]
        let minimums: [Evidence] = [.silent, .silent, .accepted, .readBack]
        let spans: [Int64] = [1, 60, 3000, 10_000, 30_000, 60_000, 60_000, 200_000, 700_000]
        let span = roll(50) == 0 ? -5 : spans[roll(spans.count)]
        let request = FencingRequest(
            id: id, target: node(), action: actions[roll(actions.count)], minimumEvidence: minimums[roll(4)],
            deadline: now.adding(milliseconds: span), allowsSelf: roll(3) == 0)
        requests.add(request)
        send(.requested(request, unixMilliseconds: now.milliseconds))
    }

    /// The same id once more, and now and then for something else.
    private mutating func repeatRequest() {
        guard !requests.all.isEmpty else { return }
        var request = requests.all[roll(requests.all.count)]
        if roll(4) == 0 { request.action = .off }
        send(.requested(request, unixMilliseconds: now.milliseconds))
    }

    private mutating func cancel() {
        if roll(10) == 0, let id = RequestID("nobody") { return send(.cancelled(id, by: "root")) }
        guard !requests.open.isEmpty else { return }
        send(.cancelled(requests.open[roll(requests.open.count)], by: "root"))
    }

    /// A person pulls every plug of the node, and says so.
    private mutating func confirm() {
        let node = node()
        nodes[node]?.switchAll(false, at: now)
        let confirmation = Confirmation(user: "root", terminal: "pts/0", manner: .typed)
        send(.confirmed(node, confirmation, standsAlone: roll(3) == 0, unixMilliseconds: now.milliseconds))
    }

    /// Somebody starts a node by hand; not one that is being fenced, or no evidence would last.
    private mutating func powerOn() {
        let node = node()
        if checker.isQuiet(node) { nodes[node]?.switchAll(true, at: now) }
    }

    private mutating func examine() {
        guard !core.setup.devices.isEmpty else { return }
        examined += 1
        let device = roll(20) == 0 ? "nothing" : core.setup.devices[roll(core.setup.devices.count)].id
        let span = Int64.random(in: 10...10_000, using: &random)
        send(
            .examine(
                Examination(
                    number: examined, device: device, action: .status, target: nil,
                    deadline: now.adding(milliseconds: span))))
    }

    private mutating func reconfigure() { send(.configured(WorldPlan.setup(&random))) }

    /// Ends and begins of actions that nobody began.
    private mutating func disturb() {
        let id = ActionID(random.next() | 1 << 60)
        send(roll(2) == 0 ? .ended(id, AgentOutcome(code: .ok, evidence: .readBack)) : .began(id, pid: 1))
    }
}
