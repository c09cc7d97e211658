import Agents
import ClusterModel
import Execution
import FencingCore
import NIOCore
import Runtime

/// The configured devices and the fork servers of their agents.
final class DeviceRegistry {
    private let localNode: NodeName
    private let installation: Installation
    /// Of the fork servers' sockets.
    private let execFolder: String
    private let loop: any EventLoop
    private unowned let listener: any AgentServer.Listener
    /// In configured order.
    private(set) var ids: [String] = []
    private var devices: [String: RegisteredDevice] = [:]
    private var servers: [AgentServer] = []
    /// Servers that no device is configured for any more, and that still work.
    private var unused: [AgentServer] = []
    private var actions: [UInt64: RunningAction] = [:]
    /// Of names of hosts.
    var addresses: [String: String] = [:]
    private var nextGeneration: UInt64 = 1
    private var limits = FenceLimits()
    private var topology: [FencingConfiguration.TopologyLevel] = []

    init(
        localNode: NodeName, installation: Installation, execFolder: String, on loop: any EventLoop,
        listener: any AgentServer.Listener
    ) {
        self.localNode = localNode
        self.installation = installation
        self.execFolder = execFolder
        self.loop = loop
        self.listener = listener
    }

    subscript(id: String) -> RegisteredDevice? { devices[id] }

    var setup: FencingSetup {
        FencingSetup(
            localNode: localNode, devices: ids.compactMap { devices[$0]?.fencing(on: localNode) }, topology: topology,
            limits: limits, listing: listing)
    }

    /// Those whose lists of nodes are waited for.
    var listing: [String] {
        ids.filter { id in
            devices[id].map { $0.isListing && !$0.configuration.isBanned(on: localNode) } ?? false
        }
    }

    /// Of all devices: what may not be seen of an agent whose device is not known.
    var secrets: [Secret] { devices.values.flatMap(\.secrets) }

    /// Devices of plugins that are still being loaded.
    var isStarting: Bool { servers.contains { !$0.isReady } }

    /// Takes a configuration in place of the one before. What runs goes on as it was begun; what was learnt of a device
    /// that did not change stays.
    func apply(_ loaded: LoadedConfiguration) {
        topology = loaded.fencing.topology
        limits = loaded.fencing.limits
        let before = devices
        ids = loaded.devices.map(\.configuration.id)
        devices = [:]
        for device in loaded.devices {
            let id = device.configuration.id
            var registered = RegisteredDevice(loaded: device, generation: nextGeneration)
            if let old = before[id], old.loaded.configuration == device.configuration, old.loaded.agent == device.agent
            {
                registered = old
                registered.loaded = device
            }
            nextGeneration += 1
            registered.server = device.agent.map { server($0, device.configuration.type) }
            if registered.description == nil { registered.description = registered.server?.description }
            if let profile = device.profile { registered.description = profile.description }
            registered.expect(loaded.fencing.nodes)
            devices[id] = registered
        }
        let used = Set(devices.values.compactMap(\.server).map(ObjectIdentifier.init))
        unused = servers.filter { !used.contains(ObjectIdentifier($0)) }
        closeUnused()
    }

    private func server(_ agent: DeviceCatalog.Agent, _ type: DeviceType) -> AgentServer {
        if let server = servers.first(where: { $0.agent == agent && $0.type == type }) { return server }
        let server = AgentServer(
            agent, type: type, program: installation.executor, keptIn: execFolder, on: loop, listener: listener)
        servers.append(server)
        server.start()
        return server
    }

    private func closeUnused() {
        let idle = unused.filter(\.isIdle)
        for server in idle { server.close() }
        servers.removeAll { server in idle.contains { $0 === server } }
        unused.removeAll { server in idle.contains { $0 === server } }
    }

    func introduced(_ server: AgentServer) {
        guard let description = server.description else { return }
        for id in ids where devices[id]?.server === server { devices[id]?.description = description }
    }

    /// The devices of a server, for messages.
    func ids(of server: AgentServer) -> [String] { ids.filter { devices[$0]?.server === server } }

    /// The names of hosts among the devices' parameters.
    var hostNames: Set<String> { Set(devices.values.flatMap(\.hosts).map(\.host)) }

    func ids(withHost name: String) -> [String] {
        ids.filter { devices[$0]?.hosts.contains { $0.host == name } == true }
    }

    // MARK: Actions

    private struct RunningAction {
        var device: String
        var server: AgentServer
        /// What must not be seen of what the agent says, as it was when the action began.
        var secrets: [Secret]
    }

    /// Why the device cannot be asked; nil when it was.
    func begin(_ order: ActionOrder) -> AgentOutcome? {
        guard let device = devices[order.device] else {
            return AgentOutcome(code: .badConfig, text: "there is no device \(order.device)", cause: "no-such-device")
        }
        if let problem = device.problem { return AgentOutcome(code: .badConfig, text: problem, cause: "bad-config") }
        guard device.generation == order.generation else {
            let text = "its configuration was changed meanwhile, so it is passed over"
            return AgentOutcome(code: .badConfig, text: text, cause: "changed")
        }
        guard let server = device.server else { preconditionFailure("a device without a problem has a server") }
        do throws(RHCSAgent.Refusal) {
            let request = try device.request(order)
            actions[order.id.number] = RunningAction(device: order.device, server: server, secrets: device.secrets)
            var asked = device.order(order, addresses: addresses)
            if let request { asked.parameters = request.options }
            server.begin(order.id.number, asked, as: request)
            return nil
        } catch { return error.outcome }
    }

    func cancel(_ action: ActionID) { actions[action.number]?.server.cancel(action.number) }

    /// The outcome of the action is safe, wherever it ran.
    func forget(_ action: ActionID) { for server in servers { server.forget(action.number) } }

    func device(of action: UInt64) -> String? { actions[action]?.device }

    /// What an agent says, as it may be shown.
    func shown(_ text: String, of action: UInt64) -> String {
        (actions[action]?.secrets ?? []).reduce(text) { $1.redacted($0) }
    }

    /// The action is over. Answers its outcome as it may be shown.
    func ended(_ action: UInt64, _ outcome: AgentOutcome, unixMilliseconds: Int64) -> AgentOutcome {
        guard let running = actions.removeValue(forKey: action) else { return outcome }
        defer { if !unused.isEmpty { closeUnused() } }
        var outcome = outcome
        outcome.redact(running.secrets)
        devices[running.device]?.learn(outcome, unixMilliseconds: unixMilliseconds)
        return outcome
    }

    func learnt(_ device: String, hosts: [String]) { devices[device]?.learn(hosts: hosts) }

    /// What it answered when it was asked for one node.
    func learnt(_ device: String, _ node: NodeName, _ code: OperationCode) { devices[device]?.learn(node, code) }

    /// Those that have not answered for all nodes.
    var partlyAsked: [String] { ids.filter { devices[$0]?.isPartlyAsked == true && devices[$0]?.problem == nil } }

    /// The devices that have to be asked which nodes they control.
    var unasked: [String] {
        ids.filter { id in
            guard let device = devices[id], device.problem == nil else { return false }
            return device.configuration.targets == .askAgent && device.learntTargets == nil
        }
    }

    /// Those whose lists of nodes may be too old for a node that nobody knows.
    func withOldLists(at now: Instant) -> [String] { ids.filter { devices[$0]?.hasOldList(at: now) == true } }

    /// - Parameter moment: nil where it had no time for that.
    func askedForList(_ device: String, at moment: Instant?) {
        devices[device]?.askedForList = moment
        devices[device]?.awaitsList = true
    }

    /// Its list did not come.
    func listsNoMore(_ device: String) { devices[device]?.awaitsList = false }

    func close() {
        for server in servers { server.close() }
        servers = []
    }
}
