import CStonithPlugin
import Glibc
import LibvirtClient
import LibvirtCore
import PluginKit

/// Runs what blocks on a thread of its own, and watches the clock beside it.
///
/// A call of libvirt cannot be cancelled: whoever finds out first that there will be no result ends the action, and the
/// thread dies with the process, as does the ssh that libvirt started.
///
/// `outcome` is written by the thread before it writes a byte into the pipe, and read by the caller after it read that
/// byte: so it is never touched by both at once.
final class Watch: @unchecked Sendable {
    private let task: PowerSteps.Task
    private let domain: FencedDomain?
    private let settings: Settings
    private let deadline: Deadline
    private let call: PluginCall
    private let gate = CommandGate()
    private let opening = OpeningClock()
    private let finished: (read: Int32, write: Int32)
    private var outcome: Result<PowerOutcome, HypervisorError>?

    /// How long a cancel may go unnoticed.
    private static let lookMilliseconds: Int64 = 100
    /// What libvirtd gets to see a connection closed rather than broken, when all is done.
    private static let closeMilliseconds: Int64 = 150

    init(
        _ task: PowerSteps.Task, _ domain: FencedDomain?, _ settings: Settings, _ deadline: Deadline, _ call: PluginCall
    ) throws(HypervisorError) {
        self.task = task
        self.domain = domain
        self.settings = settings
        self.deadline = deadline
        self.call = call
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
        else { throw HypervisorError(.library, String(cString: strerror(errno))) }
        finished = (ends[0], ends[1])
    }

    func run() throws(HypervisorError) -> PowerOutcome {
        try startThread()
        while true {
            if hears(within: min(Self.lookMilliseconds, deadline.left)) {
                guard let outcome else { preconditionFailure("the thread sets the outcome before it writes the byte") }
                _ = hears(within: min(Self.closeMilliseconds, deadline.left))
                return try outcome.get()
            }
            if let reason = reasonToEnd { return try PowerOutcome.verdict(reason, gate, settings, domain) }
        }
    }

    /// Nil: go on waiting.
    private var reasonToEnd: HypervisorError? {
        if deadline.hasPassed { return HypervisorError(.noAnswer, "the time for the action was up") }
        if call.isCancelled, gate.state == .nothing { return HypervisorError(.cancelled) }
        return opening.milliseconds >= settings.silenceMilliseconds
            ? HypervisorError(.silent, "while connecting and logging in") : nil
    }

    private func hears(within milliseconds: Int64) -> Bool {
        var entry = pollfd(fd: finished.read, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else { return false }
        var byte: UInt8 = 0
        return read(finished.read, &byte, 1) == 1
    }

    private func startThread() throws(HypervisorError) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let error = pthread_create(
            &thread, nil,
            { context in
                context.map { Unmanaged<Watch>.fromOpaque($0).takeRetainedValue() }?.work()
                return nil
            }, context)
        guard error == 0 else { throw HypervisorError(.library, String(cString: strerror(error))) }
    }

    private func work() {
        let hypervisor = LibvirtConnection(settings) { [gate, opening] begins in
            guard !gate.hasClosed else { return Self.standStill() }
            if begins { opening.begin() } else { opening.end() }
        }
        let steps = PowerSteps(task, domain, leavesOff: call.leavesOff, settings, hypervisor, gate, surroundings)
        do throws(HypervisorError) { outcome = .success(try steps.run()) } catch { outcome = .failure(error) }
        tell()
        hypervisor.close()
        tell()
    }

    private var surroundings: PowerSteps.Surroundings {
        PowerSteps.Surroundings(
            millisecondsLeft: { [deadline] in deadline.left }, pause: { usleep(UInt32($0) * 1000) },
            isCancelled: { [call] in call.isCancelled }, progress: { [call] in call.say(STONITH_SAY_PROGRESS, $0) })
    }

    private func tell() {
        var byte: UInt8 = 1
        write(finished.write, &byte, 1)
    }

    /// The verdict is given and the process about to end: no ssh may be started any more, since those that there are
    /// get killed just now.
    private static func standStill() { while true { pause() } }
}
