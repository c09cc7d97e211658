import CStonithPlugin
import Glibc
import HelperCore
import PluginKit

/// The end of an action whose target is not known to be dead: the next device shall act, the active node's first.
///
/// The same holds when nothing can be told of the target: it may be alive and active.
struct Escalation {
    let call: PluginCall

    init(_ call: PluginCall) { self.call = call }

    /// Fails, at once on the active node, after the wait on the standby node.
    func handOn(_ settings: Settings, _ cause: String, _ reason: String) -> Int32 {
        guard settings.runsStandbyWait, let command = settings.standbyCheckCommand else {
            return fail(cause, reason, "run_standby_wait=no, so the next device acts at once")
        }
        call.say(STONITH_SAY_PROGRESS, "\(reason); running the standby check")
        let check = StandbyCheck(
            command: command, milliseconds: settings.standbyCheckMilliseconds, deadline: call.deadline,
            isCancelled: { call.isCancelled })
        switch check.run() {
        case .active: return fail(cause, reason, "this node is active, so the next device acts at once")
        case .cancelled: return cancelled()
        case .standby(let why): return wait(settings.standbyWaitMilliseconds, cause, "\(reason); standby check: \(why)")
        }
    }

    private func wait(_ span: Int64, _ cause: String, _ reason: String) -> Int32 {
        call.say(
            STONITH_SAY_PROGRESS, "\(reason); standing by for \(span / 1000) s, so that the active node shoots first")
        let begin = Deadline.now
        let end = min(begin + span, call.deadline.milliseconds)
        while Deadline.now < end {
            if call.isCancelled { return cancelled() }
            poll(nil, 0, Int32(min(EchoExchange.sliceMilliseconds, max(0, end - Deadline.now))))
        }
        guard end == begin + span else {
            return fail(
                cause, reason,
                "stood by for \((end - begin) / 1000) of \(span / 1000) s only, then the time for the action was up: "
                    + "its timeout must exceed dead check, standby check and standby wait together")
        }
        return fail(cause, reason, "stood by for \(span / 1000) s, now the next device acts")
    }

    func cancelled() -> Int32 { call.fail(STONITH_S_RESETFAIL, "cancelled", "stopped as asked") }

    private func fail(_ cause: String, _ reason: String, _ next: String) -> Int32 {
        call.fail(STONITH_S_RESETFAIL, cause, "\(reason); \(next)")
    }
}
