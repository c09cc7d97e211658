import ClusterModel

/// How `stonith VERB` ends, in one number. Above 77 they are those of Pacemaker's tools (its results.h).
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Fenced, powered on, confirmed, or simply done.
    case done = 0
    /// The command line or the request made no sense.
    case misuse = 1
    /// `confirm`: nobody waits for it; as cluster-glue's meatclient.
    case noRequest = 4
    /// Every level failed, or it was cancelled.
    case failed = 5
    case notAllowed = 77
    /// No daemon, or its connection was lost for good.
    case noDaemon = 102
    /// No such node, device or request.
    case noSuch = 105
    /// The own node, proof of life, too late, or too busy: nothing was tried.
    case refused = 107
    case held = 111
    case unknown = 112
    /// It failed because the time was up.
    case timeUp = 124

    public init(_ verdict: FencingVerdict) {
        switch verdict.outcome {
        case .fenced, .poweredOn: self = .done
        case .failed: self = verdict.cause == .timeUp ? .timeUp : .failed
        case .held: self = .held
        case .unknown: self = .unknown
        case .refused: self.init(refused: verdict.cause)
        }
    }

    private init(refused cause: FencingVerdict.Cause?) {
        switch cause {
        case .noSuchNode: self = .noSuch
        case .stopping: self = .noDaemon
        case .levelsFailed, .timeUp, .cancelled, .ownNode, .expired, .sameID, .tooMany, .abandoned, .storm, .loop, nil:
            self = .refused
        }
    }

    public init(_ error: ControlError) {
        switch error.code {
        case .notAllowed: self = .notAllowed
        case .noSuchNode, .noSuchDevice, .noSuchRequest: self = .noSuch
        case .noRequest: self = .noRequest
        case .alive, .busy, .requestChanged: self = .refused
        case .unknown: self = .unknown
        case .version, .stopping: self = .noDaemon
        default: self = .misuse
        }
    }
}
