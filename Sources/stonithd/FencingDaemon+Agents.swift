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
    private static let lookMilliseconds: Int64 = 8000
    private static let lookAgainMilliseconds: Int64 = 100
    private static let listMilliseconds: Int64 = 20_000
    private static let askAgainMilliseconds: Int64 = 60_000

    /// Which nodes a device controls, where its parameters do not say.
    func askForTargets() {
        let askable = registry.unasked.filter { id in
            registry[id]?.server?.isReady == true && !examinations.asks(id) && !leftovers.devices.contains(id)
        }
        for device in askable {
            let number = examinations.number(for: .targets(device: device))
            post(
                .examine(
                    Examination(
                        number: number, device: device, action: .list, target: nil,
                        deadline: Instant.now().adding(milliseconds: Self.listMilliseconds))))
        }
    }

    func monitor(_ device: String, _ connection: ControlConnection, tag: String?) {
        let now = Instant.now()
        let number = examinations.number(for: .monitor(connection, tag: tag, device: device, began: now))
        let timeout = registry[device]?.configuration.timeoutMilliseconds ?? Self.listMilliseconds
        post(
            .examine(
                Examination(
                    number: number, device: device, action: .status, target: nil,
                    deadline: now.adding(milliseconds: timeout))))
    }

    /// Whether anything shows that the node lives, as far as its devices can tell now without changing anything. A
    /// device that is at work is asked again until it has time.
    ///
    /// - Parameter mayBeOld: what was seen within the last minute is good enough.
    func lookForLife(_ node: NodeName, mayBeOld: Bool, _ whenDone: @escaping ([String]) -> Void) {
        if mayBeOld, let life = examinations.seen(node, at: .now()) { return whenDone(life) }
        let devices = core.setup.levels(for: node).flatMap(\.devices).filter { $0.kind != .person }
        guard !devices.isEmpty else { return whenDone([]) }
        let end = Instant.now().adding(milliseconds: Self.lookMilliseconds)
        guard examinations.begin(node, looks: devices.count, until: end, whenDone) else { return }
        for device in devices { look(node, with: device.id) }
    }

    private func look(_ node: NodeName, with device: String) {
        let number = examinations.number(for: .life(node, device: device))
        post(
            .examine(
                Examination(
                    number: number, device: device, action: .probe, target: node,
                    deadline: Instant.now().adding(milliseconds: Self.examineMilliseconds))))
    }

    private func looked(_ node: NodeName, with device: String, _ outcome: AgentOutcome) {
        let isPutOff = outcome.cause == "busy" || outcome.cause == "cancelled"
        if isPutOff, examinations.mayLookAgain(node, at: .now()) {
            loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.lookAgainMilliseconds)) {
                self.look(node, with: device)
            }
            return
        }
        guard let check = examinations.heard(node, outcome.life, at: .now()) else { return }
        for whenDone in check.whenDone { whenDone(check.life) }
    }

    func examined(_ number: UInt64, _ outcome: AgentOutcome) {
        switch examinations.take(number) {
        case .targets(let device): learnTargets(device, outcome)
        case .monitor(let connection, let tag, let device, let began):
            monitored(connection, tag: tag, device, outcome, began)
        case .life(let node, let device): looked(node, with: device, outcome)
        case .health(let device): probed(device, outcome)
        case nil: break
        }
    }

    /// One timer for all devices that have not answered.
    private func askAgainLater() {
        guard !isAskingAgain else { return }
        isAskingAgain = true
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.askAgainMilliseconds)) {
            self.isAskingAgain = false
            self.askForTargets()
        }
    }

    private func learnTargets(_ device: String, _ outcome: AgentOutcome) {
        guard outcome.code == .ok else {
            if outcome.cause != "busy" {
                say(LogLine(.warning, "device \(device) does not say which nodes it controls: \(outcome.text)"))
            }
            return askAgainLater()
        }
        registry.learnt(device, targets: outcome.hosts.compactMap(NodeName.init))
        post(.configured(registry.setup))
    }
}
