import ClusterModel
import FencingCore
import NIOCore
import Runtime

/// What agents say.
extension FencingDaemon: AgentServer.Listener {
    func ready(_ server: AgentServer) {
        registry.introduced(server)
        for id in registry.ids(of: server) {
            alert(device: id, registry[id]?.problem)
            // What was wrong before it was loaded was said then.
            if let device = registry[id], device.loaded.problem == nil, let problem = device.problem {
                say(LogLine(.error, "device \(id) cannot work: \(problem)"))
            }
        }
        post(.configured(registry.setup))
        askForTargets()
        lookUpNames(again: false)
        reportWeakLevels()
    }

    func unusable(_ server: AgentServer, _ reason: String) {
        guard !isStopping else { return }
        for id in registry.ids(of: server) { alert(device: id, reason) }
        listNoMore(registry.ids(of: server))
        let devices = registry.ids(of: server).joined(separator: ", ")
        say(LogLine(.error, "\(server.type) is started again (devices \(devices)): \(reason)"))
    }

    func unkept(_ server: AgentServer, _ path: String) {
        say(
            LogLine(
                .warning,
                "the socket \(path) could not be made: if stonithd crashes, what \(server.type) does then is lost"))
    }

    func began(_ action: UInt64, pid: Int32) { post(.began(ActionID(action), pid: pid)) }

    func progress(_ action: UInt64, _ text: String) {
        guard let device = registry.device(of: action) else { return }
        publishProgress(of: ActionID(action), device: device, registry.shown(text, of: action))
    }

    func ended(_ action: UInt64, _ outcome: AgentOutcome) {
        let device = registry.device(of: action)
        let shown = registry.ended(action, outcome, unixMilliseconds: LogStamp.unixMilliseconds())
        recordEnd(ActionID(action), shown)
        if let device { alert(device: device, shown) }
        post(.ended(ActionID(action), shown))
    }

    // MARK: Asking

    private static let examineMilliseconds: Int64 = 5000
    private static let lookMoreMilliseconds: Int64 = 3000
    private static let lookAgainMilliseconds: Int64 = 100
    static let listMilliseconds: Int64 = 20_000
    private static let askAgainMilliseconds: Int64 = 60_000

    /// Which nodes a device controls, where its parameters do not say.
    func askForTargets() {
        ask(registry.unasked)
    }

    func ask(_ devices: [String]) {
        for id in devices where !examinations.asks(id) && !leftovers.devices.contains(id) {
            guard let device = registry[id], device.server?.isReady == true else { continue }
            if device.hostCheck == .status {
                ask(id, device.generation, about: device.unknownNodes[...])
            } else {
                askForList(id, device.generation)
            }
        }
        tellOfLists()
    }

    /// One node after the other: few devices do two things at once.
    private func ask(_ device: String, _ generation: UInt64, about nodes: ArraySlice<NodeName>) {
        guard let node = nodes.first else {
            if registry[device]?.isPartlyAsked == true { askAgainLater() }
            return
        }
        let number = examinations.number(for: .knows(device: device, generation: generation, nodes))
        let plug = registry[device]?.plugs(of: node).first ?? nil
        post(.examine(examination(number, device, .probe, node, plug, within: Self.examineMilliseconds)))
    }

    private func answered(
        _ device: String, _ generation: UInt64, about nodes: ArraySlice<NodeName>, _ outcome: AgentOutcome
    ) {
        guard let node = nodes.first, isCurrent(device, generation) else { return }
        // What was learnt before stays.
        if outcome.cause == "busy" || outcome.cause == "cancelled" { return askAgainLater() }
        registry.learnt(device, node, outcome.code)
        post(.configured(registry.setup))
        ask(device, generation, about: nodes.dropFirst())
    }

    /// What a device said as it was configured before says nothing of it as it is now: it is asked again.
    func isCurrent(_ device: String, _ generation: UInt64) -> Bool {
        guard let known = registry[device] else { return false }
        if known.generation == generation { return true }
        ask(registry.unasked.filter { $0 == device })
        return false
    }

    /// - Parameter span: where neither `pcmk_ACTION_timeout` nor anything else says how long it may take.
    func examination(
        _ number: UInt64, _ device: String, _ action: AgentAction, _ target: NodeName? = nil, _ plug: String? = nil,
        within span: Int64
    ) -> Examination {
        let own = registry[device]?.configuration.agentRules.timeoutsMilliseconds[action]
        return Examination(
            number: number, device: device, action: action, target: target, plug: plug,
            deadline: Instant.now().adding(milliseconds: own ?? span))
    }

    func monitor(_ device: String, _ connection: ControlConnection, tag: String?) {
        let number = examinations.number(for: .monitor(connection, tag: tag, device: device, began: .now()))
        let timeout = registry[device]?.configuration.timeoutMilliseconds ?? Self.listMilliseconds
        post(.examine(examination(number, device, .status, within: timeout)))
    }

    /// Whether anything shows that the node lives, as far as its devices can tell now without changing anything. A
    /// device that is at work is asked again until it has time.
    ///
    /// - Parameter mayBeOld: what was seen within the last minute is good enough.
    func lookForLife(_ node: NodeName, mayBeOld: Bool, _ whenDone: @escaping ([String]) -> Void) {
        if mayBeOld, let life = examinations.seen(node, at: .now()) { return whenDone(life) }
        let devices = core.setup.levels(for: node).flatMap(\.devices).filter { $0.kind != .person }
        guard !devices.isEmpty else { return whenDone([]) }
        let end = Instant.now().adding(milliseconds: lookMilliseconds(devices))
        // A node that is fed by several plugs lives by any of them.
        let looks = devices.flatMap { device -> [(String, String?)] in
            device.plugs.isEmpty ? [(device.id, nil)] : device.plugs.map { (device.id, $0) }
        }
        guard examinations.begin(node, looks: looks.count, until: end, whenDone) else { return }
        for (device, plug) in looks { look(node, with: device, plug) }
    }

    private func look(_ node: NodeName, with device: String, _ plug: String?) {
        let number = examinations.number(for: .life(node, device: device, plug: plug))
        post(.examine(examination(number, device, .probe, node, plug, within: Self.examineMilliseconds)))
    }

    /// A device that is at work is asked again until then: as long as the slowest of them may take, and some more.
    private func lookMilliseconds(_ devices: [FencingDevice]) -> Int64 {
        let spans = devices.map { $0.rules.timeoutsMilliseconds[.probe] ?? Self.examineMilliseconds }
        return max(spans.max() ?? 0, Self.examineMilliseconds) + Self.lookMoreMilliseconds
    }

    private func looked(_ node: NodeName, with device: String, _ plug: String?, _ outcome: AgentOutcome) {
        let isPutOff = outcome.cause == "busy" || outcome.cause == "cancelled"
        if isPutOff, examinations.mayLookAgain(node, at: .now()) {
            loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.lookAgainMilliseconds)) {
                self.look(node, with: device, plug)
            }
            return
        }
        guard let check = examinations.heard(node, outcome.life, at: .now()) else { return }
        for whenDone in check.whenDone { whenDone(check.life) }
    }

    func examined(_ number: UInt64, _ outcome: AgentOutcome) {
        switch examinations.take(number) {
        case .targets(let device, let generation): learnTargets(device, generation, outcome)
        case .monitor(let connection, let tag, let device, let began):
            monitored(connection, tag: tag, device, outcome, began)
        case .knows(let device, let generation, let nodes): answered(device, generation, about: nodes, outcome)
        case .life(let node, let device, let plug): looked(node, with: device, plug, outcome)
        case .health(let device): probed(device, outcome)
        case nil: break
        }
    }

    /// One timer for all devices that have not answered.
    func askAgainLater() {
        guard !isAskingAgain else { return }
        isAskingAgain = true
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.askAgainMilliseconds)) {
            self.isAskingAgain = false
            self.ask(self.registry.unasked + self.registry.partlyAsked)
        }
    }
}
