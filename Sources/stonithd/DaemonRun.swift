import CLinux
import ClusterModel
import Execution
import FencingCore
import Glibc
import NIOCore
import NIOPosix
import Runtime

/// The life of the daemon on its loop: start, signals, configuration read again, end.
final class DaemonRun {
    private let daemon: FencingDaemon
    private let loop: any EventLoop
    private var signals: SignalSource?
    private var socket: Descriptor?
    private var ready: Int32
    /// Reads files while the loop goes on; it has a thread only while it is needed.
    private let reader = NIOThreadPool(numberOfThreads: 1)
    private var isReading = false
    /// Another SIGHUP came meanwhile: what was read may be older than what it is about.
    private var readsAgain = false

    /// A plugin that is slow to load holds nobody up for longer.
    private static let startMilliseconds: Int64 = 5000
    private static let lookMilliseconds: Int64 = 2

    init(_ daemon: FencingDaemon, signals: Descriptor, socket: Descriptor, ready: Int32) {
        self.daemon = daemon
        self.socket = socket
        self.ready = ready
        loop = daemon.loop
        // The handler of the signals keeps this alive as long as the loop runs.
        self.signals = SignalSource(signals, on: loop) { number in self.came(number) }
    }

    func start() {
        daemon.service = ServiceNotifier.ofThisProcess(on: loop)
        daemon.service?.keepWatchdogQuiet()
        daemon.log.changed = { [unowned daemon] state in
            daemon.journalChanged(state)
            daemon.alerts.tell(state.isDurable ? .journalWorks : .journalBroken(state.reason))
        }
        daemon.begin()
        serveWhenReady(until: Instant.now().adding(milliseconds: Self.startMilliseconds))
    }

    private func serveWhenReady(until: Instant) {
        // What was left open is left to the daemon after this one.
        guard !daemon.isStopping else { return }
        let isLate = Instant.now() >= until
        if isLate || daemon.canGoOn { daemon.goOn() }
        guard isLate || daemon.canServe else {
            loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.lookMilliseconds)) {
                self.serveWhenReady(until: until)
            }
            return
        }
        guard let socket else { return }
        self.socket = nil
        daemon.server.serve(socket) { reason in self.daemon.say(LogLine(.critical, reason)) }
        daemon.say(LogLine(.info, "stonithd serves \(daemon.options.socket)"))
        if ready >= 0 { linux_ready(ready, 0) }
        ready = -1
        daemon.service?.ready(status: daemon.serviceStatus)
    }

    private func came(_ number: Int32) {
        if number == SIGHUP { return reload() }
        if number == ProcessConditions.gaveWay {
            return daemon.say(LogLine(.warning, ProcessConditions.gaveWayText))
        }
        daemon.service?.stopping()
        daemon.stop { [loop] in
            // The log's last lines are on their way; nothing else is left to do.
            loop.shutdownGracefully { _ in }
        }
    }

    /// The configuration is read on a thread of its own, since a dead disk must not stop an escalation.
    private func reload() {
        guard !isReading else {
            readsAgain = true
            return
        }
        isReading = true
        daemon.service?.reloading()
        let (path, policy, installation) = (daemon.options.configuration, daemon.options.policy, daemon.installation)
        reader.start()
        reader.runIfActive(eventLoop: loop) { () -> Result<LoadedConfiguration, LoadedConfiguration.Failure> in
            linux_ordinary_scheduling()
            do throws(LoadedConfiguration.Failure) {
                return .success(try LoadedConfiguration.load(path, policy: policy, installation))
            } catch {
                return .failure(error)
            }
        }
        .assumeIsolated().whenComplete { result in
            self.isReading = false
            switch result {
            case .success(.success(let loaded)): self.daemon.take(loaded)
            case .success(.failure(let failure)):
                for line in failure.text.split(separator: "\n") { self.daemon.say(LogLine(.error, String(line))) }
                self.daemon.say(LogLine(.error, "the configuration stays as it was"))
            case .failure(let error): self.daemon.say(LogLine(.error, "\(path) was not read: \(error)"))
            }
            self.daemon.service?.ready(status: self.daemon.serviceStatus)
            guard self.readsAgain else { return }
            self.readsAgain = false
            self.reload()
        }
    }
}
