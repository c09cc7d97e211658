import CStonithPlugin
import Glibc
import PluginKit

/// Runs the blocking work, and watches the network beside it until the BMC has been heard.
///
/// A call of libfreeipmi cannot be cancelled, so a BMC that has not been heard yet is talked to from a thread: whoever
/// finds out first that there will be no result ends the action, and the thread dies with the process. One that answers
/// the first ping at once is talked to without: a thread is a quarter of what a reset costs.
///
/// `outcome` is written by the thread before it writes a byte into the pipe, and read by the caller after it read that
/// byte: so it is never touched by both at once.
final class Watch: @unchecked Sendable {
    private let work: PowerWork
    private let ping: PresencePing
    private var outcome: Result<PowerWork.Success, BMCError>?
    private let finished: (read: Int32, write: Int32)

    /// How long the first ping alone is waited for; a BMC on a local network answers within one or two.
    private static let headStartMilliseconds: Int64 = 10

    /// - Parameter makeWork: makes the work, given the ping's socket.
    init(_ endpoint: Endpoint, _ makeWork: (Int32) -> PowerWork) throws(BMCError) {
        ping = try PresencePing(endpoint)
        work = makeWork(ping.descriptor)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw BMCError(.library, String(cString: strerror(errno))) }
        finished = (ends[0], ends[1])
    }

    func run() throws(BMCError) -> PowerWork.Success {
        var presence = Presence(at: Deadline.now, silenceMilliseconds: work.settings.silenceMilliseconds)
        if hearsAtOnce(&presence) { return try work.run() }
        try startThread()
        while true {
            if presence.takePing(at: Deadline.now) { presence.hear(ping.send(), at: Deadline.now) }
            let ready = wait(until: min(presence.deadline ?? .max, work.deadline.milliseconds))
            if ready.finished { return try result() }
            if ready.ping { presence.hear(ping.receive(), at: Deadline.now) }
            presence.look(at: Deadline.now) { SessionSocket.hasHeard(butNot: ping.descriptor) }
            if case .absent(let cause, let detail) = presence.state { return try work.verdict(BMCError(cause, detail)) }
            if work.deadline.hasPassed {
                return try work.verdict(BMCError(.noAnswer, "the time for the action was up"))
            }
        }
    }

    private func hearsAtOnce(_ presence: inout Presence) -> Bool {
        guard presence.takePing(at: Deadline.now) else { return false }
        presence.hear(ping.send(), at: Deadline.now)
        if wait(until: Deadline.now + Self.headStartMilliseconds).ping {
            presence.hear(ping.receive(), at: Deadline.now)
        }
        return presence.state == .present
    }

    private func wait(until moment: Int64) -> (finished: Bool, ping: Bool) {
        var entries = [finished.read, ping.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&entries, 2, Int32(clamping: max(0, moment - Deadline.now)))
        return (entries[0].revents != 0, entries[1].revents != 0)
    }

    private func result() throws(BMCError) -> PowerWork.Success {
        var byte: UInt8 = 0
        read(finished.read, &byte, 1)
        guard let outcome else { preconditionFailure("the thread sets the outcome before it writes the byte") }
        return try outcome.get()
    }

    private func startThread() throws(BMCError) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let error = pthread_create(
            &thread, nil,
            { context in
                context.map { Unmanaged<Watch>.fromOpaque($0).takeRetainedValue() }?.runWork()
                return nil
            }, context)
        guard error == 0 else { throw BMCError(.library, String(cString: strerror(error))) }
    }

    private func runWork() {
        do throws(BMCError) { outcome = .success(try work.run()) } catch { outcome = .failure(error) }
        var byte: UInt8 = 1
        write(finished.write, &byte, 1)
    }
}
