/// Why a call of ``StonithClient`` has no answer.
public enum StonithError: Error, Sendable, Equatable {
    /// The daemon could not be reached, was lost, or said no.
    case daemon(DaemonError)
    /// The task was cancelled: nobody waits any more. What was asked for goes on.
    case waitCancelled
    /// No thread or descriptor is left to wait with; `errno` says why. Nothing was sent.
    case noResources(errno: Int32)
    /// Events of ``StonithClient/watch()`` came faster than they were taken, and some are lost.
    case fellBehind

    /// For an operator: what failed, where, and what to do next.
    public var text: String {
        switch self {
        case .daemon(let error): error.text
        case .waitCancelled: "the wait for stonithd was cancelled; what was asked for goes on"
        case .noResources(let errno): "no thread or descriptor to wait for stonithd with (error \(errno))"
        case .fellBehind: "events of stonithd came faster than they were taken; watch again"
        }
    }

    /// The status that a program should end with, as `stonith fence` would.
    public var exitStatus: Int32 {
        switch self {
        case .daemon(let error): ExitStatus(error).rawValue
        case .waitCancelled, .noResources, .fellBehind: ExitStatus.noDaemon.rawValue
        }
    }

    init(_ error: DaemonError) { self = error == .interrupted ? .waitCancelled : .daemon(error) }
}
