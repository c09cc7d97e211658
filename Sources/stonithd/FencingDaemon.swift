import ClusterModel
import Control
import Execution
import FencingCore
import Glibc
import NIOCore
import Runtime

/// The daemon: turns what happens into the core's events, and carries out its effects. All of it runs on one loop.
final class FencingDaemon {
    let options: DaemonOptions
    let installation: Installation
    let loop: any EventLoop
    let log: WriterPipe
    let since = LogStamp.unixMilliseconds()
    var loaded: LoadedConfiguration
    private(set) var core: FencingCore
    private(set) lazy var registry = DeviceRegistry(
        localNode: options.node, installation: installation, execFolder: options.execFolder, on: loop, listener: self)
    private(set) lazy var server = ControlServer(
        on: loop, connectionsMax: DescriptorLimit.connectionsMax, listener: self)
    var examinations = Examinations()
    /// Who waits for each open request.
    var attached: [RequestID: [ControlConnection]] = [:]
    private(set) lazy var alerts = Alerts(
        node: options.node, program: installation.executor, on: loop
    ) { [unowned self] line in say(line) }
    var health = DeviceHealth()
    var watchers: [ControlConnection] = []
    /// Who took a request back, and hears of it once it is closed for good.
    var cancels: [RequestID: [(ControlRequest, ControlConnection)]] = [:]
    /// Words of persons whose requests are being closed.
    var words: [GivenWord] = []
    /// Devices that did not say which nodes they control are asked again soon.
    var isAskingAgain = false
    private(set) lazy var hostNames = HostNames(on: loop)
    /// Names of hosts that are not known are looked up again soon.
    var looksUpAgain = false
    /// Whoever started the daemon as a service; nil where nobody wants to hear of it.
    var service: ServiceNotifier?
    private(set) lazy var consoles = Consoles(options, program: installation.console, on: loop) { [unowned self] line in
        say(line)
    }
    /// The open requests of each node that has some.
    var fenced: [NodeName: Set<RequestID>] = [:]
    var probes = BlockedProbes()
    var probeAlarm: (at: Instant, task: Scheduled<Void>)?
    /// What was reported of levels that cannot prove much.
    var weakLevels: [String] = []
    /// Empty once all that was left open goes on.
    var memory: DaemonMemory
    let journal: JournalBook
    /// Of the journal, since it was last said which boot and configuration this is.
    var unstatedBytes = 0
    /// Orders whose end is not in the journal.
    var written: [ActionID: WrittenOrder] = [:]
    /// Ends that the journal could not take in time.
    var unforgotten: [ActionID] = []
    /// Answers that wait for the journal; nil as long as the answer has not come.
    var unrecorded: [RequestID: FencingRecord?] = [:]
    var leftovers = Leftovers()
    private var events: [FencingCore.Event] = []
    private var isDraining = false
    private var alarm: (at: Instant, task: Scheduled<Void>)?
    /// The lines of one event, so that a hundred joined requests do not say the same a hundred times.
    private var said: [LogLine] = []
    private var stamp = LogStamp()
    private(set) var isStopping = false
    private var ended: (() -> Void)?

    init(
        _ options: DaemonOptions, _ loaded: LoadedConfiguration, _ installation: Installation, seed: UInt64,
        memory: DaemonMemory, on loop: any EventLoop, log: WriterPipe
    ) {
        self.memory = memory
        journal = JournalBook(run: log.run, boot: BootID.read())
        self.options = options
        self.loaded = loaded
        self.installation = installation
        self.loop = loop
        self.log = log
        let setup = FencingSetup(localNode: options.node, devices: [])
        core = FencingCore(
            setup, seed: Seed(seed), firstAction: memory.firstAction, history: memory.records,
            released: memory.released, fences: memory.fences)
    }

    // MARK: Events

    /// Hands an event to the core and does what it asks for. What happens meanwhile comes after it.
    func post(_ event: FencingCore.Event) {
        events.append(event)
        guard !isDraining else { return }
        isDraining = true
        while !events.isEmpty {
            said = []
            for effect in core.handle(events.removeFirst(), at: .now()) { carryOut(effect) }
        }
        isDraining = false
        setAlarm()
        endIfDone()
    }

    private func carryOut(_ effect: FencingEffect) {
        switch effect {
        case .persist(let order): persist(order)
        case .begin(let order):
            if let outcome = registry.begin(order) { events.append(.ended(order.id, outcome)) }
        case .withdraw(let action, let outcome): recordEnd(action, outcome)
        case .abort(let action): if !cancelKept(action) { registry.cancel(action) }
        case .answer(let record): answerWhenRecorded(withConsole(record))
        case .note(let fact): tell(withConsole(fact))
        case .examined(let number, let outcome): examined(number, outcome)
        // Whoever asked looks for these in the effects' place: `fence`, `confirm` and `cancel` find out beforehand.
        case .conflict, .nothingToConfirm, .nothingToCancel: break
        }
    }

    /// Sets the timer to the core's deadline. A timer that is too early does no harm.
    private func setAlarm() {
        guard let deadline = core.deadline else { return }
        if let alarm, alarm.at <= deadline, alarm.at > .now() { return }
        alarm?.task.cancel()
        let span = max(0, deadline.milliseconds(since: .now()))
        let task = loop.assumeIsolated().scheduleTask(in: .milliseconds(span)) {
            self.alarm = nil
            self.post(.woke)
        }
        alarm = (deadline, task)
    }

    func keep(_ console: FencingRecord.Console, of id: RequestID) { core.keep(console, of: id) }

    // MARK: Saying what happened

    func tell(_ fact: FencingFact) {
        let book = LogBook(node: options.node, pid: getpid()) { id in
            self.registry[id]?.configuration.type.description ?? ""
        }
        for line in book.lines(fact) { say(line) }
        record(fact)
        publish(fact)
        alert(fact)
        if case .closed(let record) = fact.kind { lookWhetherBlocked(record.request.target) }
    }

    func say(_ line: LogLine) {
        if isDraining {
            guard !said.contains(line) else { return }
            said.append(line)
        }
        let stamp = stamp.now()
        log.write(.log, line.haLog(stamp, node: options.node.description, pid: getpid()))
        if let readable = line.readableLog(stamp, node: options.node.description) { log.write(.readable, readable) }
    }

    // MARK: Its end

    /// SIGTERM: what is open is finished within 30 seconds or handed back. A second one hands back at once. An agent
    /// that does not end is not waited for.
    func stop(whenDone ended: @escaping () -> Void) {
        let span: Int64 = isStopping ? 0 : 30_000
        isStopping = true
        self.ended = ended
        say(LogLine(.info, "stonithd ends; \(core.openRecords().count) requests are open"))
        server.close()
        let moment = Instant.now().adding(milliseconds: span)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(span + Self.undeadMilliseconds)) { self.end() }
        post(.stopping(moment))
    }

    private static let undeadMilliseconds: Int64 = 2000

    private func endIfDone() {
        if isStopping, core.isIdle { alerts.finish { self.end() } }
    }

    private func end() {
        guard let ended else { return }
        self.ended = nil
        if !core.isIdle { say(LogLine(.warning, "stonithd ends although agents of it do not")) }
        answerAllUnrecorded()
        note(journal.body("stop"))
        registry.close()
        consoles.close()
        alerts.close()
        log.close()
        // The last answers leave at the end of this turn.
        loop.assumeIsolated().execute { ended() }
    }
}
