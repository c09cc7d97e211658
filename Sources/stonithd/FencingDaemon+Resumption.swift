import ClusterModel
import FencingCore
import Glibc
import Runtime

/// Going on where the daemon before this one was lost: what it had begun is known from the journal, and what became of
/// that from the fork servers that outlived it.
extension FencingDaemon: KeptServer.Listener {
    /// What is being found out.
    struct Leftovers {
        var servers: [KeptServer] = []
        /// They have not yet said all that they keep.
        var silent: Set<ObjectIdentifier> = []
        /// Where each action runs or ran.
        var places: [UInt64: KeptServer] = [:]
        /// What ended before its request was taken up again.
        var outcomes: [UInt64: AgentOutcome] = [:]
        /// Actions that no journal knows: they are ended before anything else begins.
        var strangers: Set<UInt64> = []
        /// What the daemon before left open, until the core knows of it.
        var resumptions: [Resumption] = []

        /// Those with an action that may still run: they are asked nothing.
        var devices: Set<String> { Set(resumptions.flatMap(\.unended).map(\.device)) }

        /// Whether the core knows of what was left open.
        var isTold = false
    }

    /// Asks the fork servers that are left over. They are on this machine and answer at once, or never.
    func findLeftovers() {
        let servers = KeptServer.paths(in: options.execFolder).map { KeptServer($0, on: loop, listener: self) }
        leftovers.servers = servers
        leftovers.silent = Set(servers.map(ObjectIdentifier.init))
        for server in servers { server.connect() }
    }

    /// The configuration takes effect, and what the daemon before this one left is looked for.
    func begin() {
        say(LogLine(.info, "stonithd \(Release.number) starts on node \(options.node)"))
        for complaint in memory.complaints { say(LogLine(.critical, complaint)) }
        note(journal.start(node: options.node, pid: getpid(), configuration: loaded.digest))
        for record in memory.abandoned {
            tell(FencingFact(target: record.request.target, requests: [record.request.id], kind: .closed(record)))
        }
        // Before any fork server of its own has a socket there, or it would take that one for another daemon's.
        leftovers.resumptions = memory.replay.resumptions(at: .now())
        findLeftovers()
        take(loaded)
    }

    /// All that may still run is known, and so are the devices.
    var canGoOn: Bool { !registry.isStarting && leftovers.silent.isEmpty && areAsked }

    /// Only what goes on needs to know which nodes each device controls.
    private var areAsked: Bool {
        leftovers.resumptions.isEmpty || registry.unasked.allSatisfy(leftovers.devices.contains)
    }

    /// What nobody knows of is over.
    var canServe: Bool { leftovers.isTold && leftovers.strangers.isEmpty }

    /// Takes up what was left open, once.
    func goOn() {
        guard !leftovers.isTold else { return }
        // Anew, since some may be past their time by now.
        resume(memory.replay.resumptions(at: .now()))
        memory = DaemonMemory()
    }

    func found(
        _ server: KeptServer, _ action: UInt64, pid: Int32, _ what: AgentAction, target: String, deadline: Instant
    ) {
        leftovers.places[action] = server
        if !what.changesPower { server.cancel(action) }
    }

    func caughtUp(_ server: KeptServer) { leftovers.silent.remove(ObjectIdentifier(server)) }

    func ended(_ server: KeptServer, _ action: UInt64, _ outcome: AgentOutcome) {
        var outcome = outcome
        outcome.redact(registry.secrets)
        if leftovers.strangers.remove(action) != nil { return server.forget(action) }
        guard leftovers.isTold else {
            leftovers.outcomes[action] = outcome
            return
        }
        endLeftover(ActionID(action), outcome)
    }

    func lost(_ server: KeptServer, _ reason: String) {
        // One that had caught up may be lost as well, and others are still silent then.
        leftovers.silent.remove(ObjectIdentifier(server))
        leftovers.servers.removeAll { $0 === server }
    }

    func forgetKept(_ action: ActionID) { leftovers.places.removeValue(forKey: action.number)?.forget(action.number) }

    /// False when the action is not one of the daemon before.
    func cancelKept(_ action: ActionID) -> Bool {
        guard let server = leftovers.places[action.number] else { return false }
        server.cancel(action.number)
        return true
    }

    private func endLeftover(_ action: ActionID, _ outcome: AgentOutcome) {
        recordEnd(action, outcome)
        post(.ended(action, outcome))
        // Its device was too busy to be asked.
        askForTargets()
    }

    // MARK: Telling the core

    /// Hands what was left open to the core, with what came of each action: from its fork server, or unknown.
    private func resume(_ resumptions: [Resumption]) {
        leftovers.isTold = true
        let known = Set(resumptions.flatMap(\.unended).map(\.id.number))
        leftovers.strangers = Set(leftovers.places.keys).subtracting(known).subtracting(leftovers.outcomes.keys)
        for action in leftovers.strangers { leftovers.places[action]?.cancel(action) }
        for action in leftovers.outcomes.keys where !known.contains(action) { forgetKept(ActionID(action)) }
        let told = resumptions.map { resumption in
            memory.configurations[resumption.node] == loaded.digest ? resumption : Self.passedOver(resumption)
        }
        for action in told.flatMap(\.unendedActions) {
            written[action.order.id] = WrittenOrder(order: action.order, at: action.began)
        }
        leftovers.resumptions = []
        post(.resumed(told))
        for order in told.flatMap(\.unended) { settle(order) }
        askForTargets()
    }

    /// Half a level of one configuration and half of another prove nothing.
    private static func passedOver(_ resumption: Resumption) -> Resumption {
        var resumption = resumption
        if let number = resumption.level?.number { resumption.level?.devices = ["level \(number)"] }
        return resumption
    }

    /// What came of it, where that is known by now.
    private func settle(_ order: ActionOrder) {
        if let outcome = leftovers.outcomes.removeValue(forKey: order.id.number) {
            endLeftover(order.id, outcome)
        } else if leftovers.places[order.id.number] == nil {
            endLeftover(order.id, Self.lost(order))
        }
    }

    private static func lost(_ order: ActionOrder) -> AgentOutcome {
        AgentOutcome(
            code: .unknown,
            text:
                "stonithd and the agent of \(order.device) were lost: nobody knows what came of its "
                + order.action.name,
            cause: AgentOutcome.lostCause)
    }
}
