import CLinux
import Glibc

/// What the daemon asks of the kernel so that it acts in time on a machine that is overloaded: SCHED_RR, memory that
/// stays in place, no death when memory runs out. What is not permitted costs time in a bad hour, and nothing else.
struct ProcessConditions {
    let wantsRealtime: Bool
    let wantsLock: Bool

    /// The priority of SCHED_RR; cluster managers have higher ones.
    private static let priority: Int32 = 10
    private static let neverKilled: Int32 = -1000
    /// Tells the loop that the process was put back to SCHED_OTHER. Nobody else sends it: without a handler it does
    /// nothing.
    static let gaveWay = SIGURG

    init(_ options: DaemonOptions) {
        wantsRealtime = options.wantsRealtime
        wantsLock = options.wantsLock
    }

    /// Answers what was not permitted, as lines for the log.
    func take() -> [String] {
        var complaints: [String] = []
        func take(_ error: Int32, _ what: String, _ remedy: String) {
            guard error != 0 else { return }
            complaints.append("\(what): \(String(cString: strerror(error))). \(remedy)")
        }
        take(
            linux_oom_score_adjust(Self.neverKilled), "it may be killed when memory runs out",
            "Give the service OOMScoreAdjust=-1000.")
        if wantsLock {
            take(
                linux_lock_memory(), "its memory is not locked, so that it may wait for a disk",
                "Give the service LimitMEMLOCK=infinity, or start it with --no-lock.")
        }
        if wantsRealtime {
            take(
                linux_realtime(Self.priority, Self.gaveWay), "it is not scheduled as SCHED_RR, so that load delays it",
                "Give the service CAP_SYS_NICE, or start it with --no-realtime.")
        }
        return complaints
    }

    static let gaveWayText =
        "it worked for a second without a pause and was put back to SCHED_OTHER: report this with the log before it"
}
