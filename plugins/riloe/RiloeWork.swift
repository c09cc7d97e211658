import CStonithPlugin
import Glibc
import HTTPClient
import PluginKit
import RIBCL

/// Carries out a plan: asks the board what the plan says, and tells it what came.
struct RiloeWork {
    let settings: RiloeSettings
    let deadline: Deadline
    let isCancelled: () -> Bool
    let progress: (String) -> Void
    private let link: BoardLink
    private var plan: PowerPlan
    private var lastError = BoardError(.late)

    /// An exchange gets half of what is left, so that there is time to make sure when it fails.
    private static let leastMilliseconds: Int64 = 2000

    init(
        _ plan: PowerPlan, _ settings: RiloeSettings, _ http: HTTPSettings, _ deadline: Deadline,
        isCancelled: @escaping () -> Bool, progress: @escaping (String) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        self.deadline = deadline
        self.isCancelled = isCancelled
        self.progress = progress
        link = BoardLink(settings, http, isCancelled: isCancelled, progress: progress)
    }

    var way: RiloeSettings.Way? { link.way }

    mutating func run() throws(BoardError) -> PowerPlan.Success {
        var step = plan.begin()
        while true {
            switch step {
            case .ask(let commands): step = ask(commands)
            case .wait(let milliseconds, let commands):
                progress("waiting for the power state, \(deadline.left / 1000) s left")
                step = pause(milliseconds) ? ask(commands) : plan.end(.lost)
            case .done(let success): return success
            case .fail(let failure): throw error(failure)
            }
        }
    }

    private mutating func ask(_ commands: [RIBCLCommand]) -> PowerPlan.Step {
        guard !isCancelled() else { return givenUp(BoardError(HTTPError(.cancelled))) }
        guard !deadline.hasPassed else { return givenUp(BoardError(.late, wasSent: false)) }
        progress(Self.words(commands))
        let wasOut = plan.sent != .nothing
        plan.leaves(commands)
        do throws(BoardError) {
            let reply = try link.ask(commands, until: share)
            return plan.heard(reply, millisecondsLeft: deadline.left)
        } catch {
            lastError = error
            link.drop()
            return plan.lost(wasSent: error.wasSent, mayAskAgain: mayAskAgain(error, isOut: wasOut || error.wasSent))
        }
    }

    private var share: Deadline {
        Deadline(inMilliseconds: max(deadline.left / 2, min(deadline.left, Self.leastMilliseconds)))
    }

    private mutating func givenUp(_ error: BoardError) -> PowerPlan.Step {
        lastError = error
        return plan.end(.lost)
    }

    /// What is wrong with addresses, certificates and logins stays wrong. What broke off may have been bad luck; and
    /// once a command is out, all there is to do is to ask again.
    private func mayAskAgain(_ error: BoardError, isOut: Bool) -> Bool {
        guard deadline.left > Self.leastMilliseconds / 2, case .link(let cause) = error.cause else { return false }
        switch cause {
        case .closed, .tooSlow, .tlsFailed: return true
        case .silent, .refused, .unreachable: return isOut && plan.sent != .nothing
        default: return false
        }
    }

    /// False when it was cancelled meanwhile.
    private mutating func pause(_ milliseconds: Int64) -> Bool {
        let end = Deadline(inMilliseconds: min(milliseconds, deadline.left))
        while !end.hasPassed {
            guard !isCancelled() else {
                lastError = BoardError(HTTPError(.cancelled))
                return false
            }
            usleep(UInt32(clamping: min(end.left, 50) * 1000))
        }
        return true
    }

    private static func words(_ commands: [RIBCLCommand]) -> String {
        switch commands.first(where: \.isPower) {
        case .setPower(true): "power on"
        case .setPower: "power off"
        case .holdButton: "holding the power button"
        case .reset: "reset"
        default: commands.contains(.readHostData) ? "asking who it is" : "asking for its power"
        }
    }

    func error(_ failure: PowerPlan.Failure) -> BoardError {
        switch failure {
        case .refused(let refusal): BoardError(refusal, settings.writer)
        case .stillOn: BoardError(.stillOn)
        case .stillOff: BoardError(.stillOff)
        case .noState: BoardError(.noState)
        case .lost: lastError
        case .unknown: BoardError(.unknown, lastError.word)
        }
    }
}
