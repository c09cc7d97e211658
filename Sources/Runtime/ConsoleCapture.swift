import CLinux
import ClusterModel
import ConsoleCore
import Execution
import Glibc
import NIOCore
import NIOPosix

/// A `stonith-console --capture` on the daemon's loop: it keeps the last of what a node says on its serial console in a
/// ring file. It is started again when it is lost, on a thread of its own since a program comes from a disk; the daemon
/// hears of it only when its state changes, and never when the node speaks.
public final class ConsoleCapture {
    /// What such a process needs.
    public struct Setup: Sendable, Equatable {
        /// Path of `stonith-console`.
        public var program: String
        /// Of the device, as `ConsoleParameters.bytes` makes them; secrets are among them.
        public var parameters: [UInt8]
        /// How long no session is begun after one that a hold has ended.
        public var restMilliseconds: Int64

        public init(program: String, parameters: [UInt8], restMilliseconds: Int64 = RetryPause.longest) {
            self.program = program
            self.parameters = parameters
            self.restMilliseconds = restMilliseconds
        }
    }

    /// A process with this end of its pipes. It goes from the thread that starts it to the loop.
    private struct Running: @unchecked Sendable {
        let child: Child
        /// Its end tells the process that nobody wants it any more.
        let orders: Descriptor
        let reports: Descriptor
    }

    private let setup: Setup
    private let ring: Descriptor
    private let loop: any EventLoop
    private let thread: NIOThreadPool
    private let changed: (CaptureReport) -> Void
    private var running: Running?
    private var pause = RetryPause()
    private var isClosed = false
    private var isHeld = false
    /// A hold keeps it from being started.
    private var isResting = false
    /// Nor is it started before then.
    private var restsUntil = Instant(milliseconds: 0)
    /// Since when the console is captured.
    private var capturedAt: Instant?
    /// Counts what it does with processes: what was begun before is of no meaning any more.
    private var generation = 0
    private var startedAt: Instant?
    /// Nil until it has said how it is.
    public private(set) var state: CaptureReport?

    private static let buryMilliseconds: Int64 = 250
    /// It needs some seconds to take leave of a BMC.
    private static let leaveMilliseconds: Int64 = 8000

    /// - Parameters:
    ///   - ring: Its file, which outlives process and daemon.
    ///   - thread: where processes are started.
    ///   - changed: hears, on the loop, how it is now.
    public init(
        _ setup: Setup, ring: Descriptor, on loop: any EventLoop, thread: NIOThreadPool,
        changed: @escaping (CaptureReport) -> Void
    ) {
        self.setup = setup
        self.ring = ring
        self.loop = loop
        self.thread = thread
        self.changed = changed
    }

    /// Opens a ring file, a new one where there is none. Nil, with errno, where it cannot be.
    public static func openRing(_ path: String) -> Descriptor? {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0o600)
        return number >= 0 ? Descriptor(number) : nil
    }

    // MARK: Its process

    public func start() {
        guard !isClosed else { return }
        guard !isHeld else {
            isResting = true
            return
        }
        startedAt = .now()
        generation += 1
        let generation = generation
        let copy = fcntl(ring.number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard copy >= 0 else { return lost("no file descriptor is left") }
        let setup = setup
        thread.runIfActive(eventLoop: loop) { () -> Result<Running, SpawnError> in
            linux_ordinary_scheduling()
            do throws(SpawnError) { return .success(try Self.spawn(setup, Descriptor(copy))) } catch {
                return .failure(error)
            }
        }
        .assumeIsolated().whenComplete { result in
            let isWanted = generation == self.generation
            switch result {
            case .success(.success(let running)): if isWanted { self.run(running) } else { self.leave(running) }
            case .success(.failure(let error)): if isWanted { self.lost(error.text) }
            case .failure(let error): if isWanted { self.lost("\(error)") }
            }
        }
    }

    private static func spawn(_ setup: Setup, _ ring: Descriptor) throws(SpawnError) -> Running {
        let (input, orders) = try Descriptor.pipe()
        let (reports, output) = try Descriptor.pipe()
        let errors = try Descriptor.standardError()
        // It fits into the pipe.
        _ = setup.parameters.withUnsafeBytes { write(orders.number, $0.baseAddress, $0.count) }
        let child = try Child(
            path: setup.program, arguments: ["stonith-console", "--capture"], environment: Environment.entries,
            descriptors: [input, output, errors, ring], sharesSignals: false)
        return Running(child: child, orders: orders, reports: reports)
    }

    private func run(_ running: Running) {
        self.running = running
        generation += 1
        let generation = generation
        LinePipe.read(
            running.reports, on: loop,
            said: { [weak self] line in
                guard generation == self?.generation, let report = CaptureReport(line) else { return }
                self?.take(report)
            },
            ended: { [weak self] in if generation == self?.generation { self?.lost("its process ended") } })
    }

    private func take(_ report: CaptureReport) {
        guard report != state, !isClosed else { return }
        state = report
        let held = capturedAt.map { Instant.now().milliseconds(since: $0) } ?? 0
        capturedAt = report == .captured ? .now() : nil
        changed(report)
        if isHeld, report != .captured { endForHold(held: held) }
    }

    private func lost(_ reason: String) {
        generation += 1
        take(.waiting("stonith-console: \(reason); it is started again"))
        if let running { leave(running) }
        running = nil
        guard !isClosed else { return }
        start(in: pause.after(held: startedAt.map { Instant.now().milliseconds(since: $0) } ?? 0))
    }

    private func start(in milliseconds: Int64) {
        generation += 1
        let generation = generation
        loop.assumeIsolated().scheduleTask(in: .milliseconds(max(0, milliseconds))) { [weak self] in
            if generation == self?.generation { self?.start() }
        }
    }

    // MARK: While its node is fenced

    /// No session is begun while it is held: a BMC has few, and the fence needs one. One that is open stays, since what
    /// the node says last is what matters.
    public func hold(_ isHeld: Bool) {
        guard isHeld != self.isHeld, !isClosed else { return }
        self.isHeld = isHeld
        if isHeld {
            // One that has not said how it is, is just logging in.
            if state != .captured, startedAt != nil { endForHold(held: 0) }
        } else if isResting {
            isResting = false
            start(in: restsUntil.milliseconds(since: .now()))
        }
    }

    /// The sessions that its process has begun lately may still be open on the BMC.
    ///
    /// - Parameter held: how long the one that ended now had lasted.
    private func endForHold(held: Int64) {
        generation += 1
        isResting = true
        if let startedAt { restsUntil = max(restsUntil, startedAt.adding(milliseconds: setup.restMilliseconds)) }
        guard let running else { return }
        leave(running)
        self.running = nil
        restsUntil = .now().adding(milliseconds: held >= setup.restMilliseconds ? 0 : setup.restMilliseconds)
    }

    // MARK: Its end

    /// It takes leave of its BMC and ends; the ring stays as it is.
    public func close() {
        isClosed = true
        generation += 1
        if let running { leave(running) }
        running = nil
    }

    private func leave(_ running: Running) {
        running.orders.close()
        bury(running.child, until: Instant.now().adding(milliseconds: Self.leaveMilliseconds))
    }

    private func bury(_ child: Child, until end: Instant) {
        guard !child.isOver() else { return }
        if Instant.now() >= end { child.killGroup() }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.buryMilliseconds)) { self.bury(child, until: end) }
    }

    // MARK: Its ring

    /// How many bytes ever came.
    public var position: UInt64 { count() ?? 0 }

    /// The last of what came; nil where there is nothing that can be read.
    public func contents() -> ConsoleRing.Contents? {
        guard let before = count() else { return nil }
        var data = [UInt8](repeating: 0, count: ConsoleRing.fileBytes - ConsoleRing.headerBytes)
        let length = pread(ring.number, &data, data.count, off_t(ConsoleRing.headerBytes))
        guard length == data.count, let after = count() else { return nil }
        return ConsoleRing.contents(before: before, data, after: after)
    }

    private func count() -> UInt64? {
        var header = [UInt8](repeating: 0, count: ConsoleRing.headerBytes)
        let length = pread(ring.number, &header, header.count, 0)
        return ConsoleRing.count(header: header.prefix(max(0, length)))
    }
}
